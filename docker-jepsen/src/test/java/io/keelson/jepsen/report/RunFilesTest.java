package io.keelson.jepsen.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.history.EdnReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a run, from its first moment on. */
class RunFilesTest {
    @TempDir
    Path folder;

    @Test
    void whatWasAskedForIsThereFromTheBeginning() throws Exception {
        RunFiles.begin(folder, SampleRun.PLAN, SampleRun.circumstances("a-test"));
        Map<String, Object> test = read("test.edn");
        assertEquals("a-test", test.get(":name"));
        assertEquals(7L, test.get(":seed"));
        assertEquals("./keelson jepsen --seed 7", test.get(":command-line"));
        assertEquals("process", test.get(":driver").toString().substring(1));
        assertEquals(List.of("n1", "n2"), test.get(":nodes"));
        assertEquals("{:system \"Linux <6>\"}", Edn.print(Map.of("system", "Linux <6>")), "as it is written");
    }

    @Test
    void aRunThatBrokeOffIsUnknownAndSaysWhy() throws Exception {
        RunFiles.begin(folder, SampleRun.PLAN, SampleRun.circumstances("a-test")).crashed("n1 said \"no\"");
        Map<String, Object> results = read("results.edn");
        assertEquals(":unknown", results.get(":valid?").toString());
        assertEquals("n1 said \"no\"", results.get(":error"));
        assertTrue(Files.readString(folder.resolve("report.html")).contains("<li>n1 said &quot;no&quot;</li>"));
    }

    private Map<String, Object> read(String name) throws Exception {
        Map<String, Object> map = new HashMap<>();
        ((Map<?, ?>) EdnReader.value(Files.readString(folder.resolve(name)))).forEach((key, value) -> map.put(key.toString(), value));
        return map;
    }
}
