package io.keelson.simulation.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Schedules as JSON. */
class ScheduleJsonProperties {
    @Provide
    Arbitrary<Schedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBack(@ForAll("schedules") Schedule schedule) throws ScheduleSyntaxException {
        String json = ScheduleJson.write(schedule);
        assertTrue(ScheduleJson.isJson(json));
        assertEquals(schedule, ScheduleJson.read(json));
    }

    @Test
    void whatIsNoScheduleIsRefusedInOneLine() {
        String good = "{\"seed\":1,\"nodes\":3,\"length\":9,\"frame\":\"heal\",\"actions\":[{\"fault\":\"pause\",\"at\":1,\"node\":2,\"lasting\":3}]}";
        for (String wrong : List.of("", "{", "[]", good + "x", good.replace("pause", "nap"), good.replace("\"at\":1,", ""), good.replace("\"node\":2", "\"node\":7"),
                good.replace("heal", "ill"), good.replace("\"at\":1", "\"at\":1.5"), "[".repeat(10_000), good.replace("[{", "[3,{"))) {
            ScheduleSyntaxException refused = assertThrows(ScheduleSyntaxException.class, () -> ScheduleJson.read(wrong), wrong);
            assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        }
    }
}
