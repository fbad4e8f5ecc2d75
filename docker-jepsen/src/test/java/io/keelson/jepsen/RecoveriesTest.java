package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecoveriesTest {
    private static Episode episode(long answering, long recovery) {
        return new Episode(new Fault(FaultKind.KILL, List.of(Target.LEADER)), Target.LEADER, List.of("n1"), "n1", 0, 1, 2, answering, recovery);
    }

    @Test
    void ranksAreThoseOfTheNearestAndTheStartOfProcessesIsToldApart() {
        List<Episode> hundred = new ArrayList<>(LongStream.rangeClosed(1, 100).mapToObj(each -> episode(each * 9, each * 10)).toList());
        Collections.shuffle(hundred, new Random(1));
        assertEquals(new Recoveries(0, 500, 990, 99), Recoveries.of(hundred));
    }

    @Test
    void whatNeverRecoveredIsNotMeasured() {
        assertEquals(new Recoveries(1, 7, 7, 3), Recoveries.of(List.of(episode(4, 7), episode(9, Episode.NOT_RECOVERED))));
        assertEquals(new Recoveries(0, 0, 0, 0), Recoveries.of(List.of()));
    }
}
