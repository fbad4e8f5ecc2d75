package io.keelson.checker.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.RecordedHistories;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of all formats, told apart by what is in them. */
class HistoryReaderTest {
    private static final String EDN = """
        {:process 0, :type :invoke, :f :write, :value 3, :time 5}
        {:process :nemesis, :type :info, :f :kill, :value "n1"}
        {:process 0, :type :ok, :f :write, :value 3}
        {:process 1, :type :invoke, :f :cas, :value [3 4]}
        {:process 1, :type :info, :f :cas, :value [3 4], :error "lost"}
        """;
    private static final String JSON = """
        {"process": 0, "type": "invoke", "f": "write", "value": 3, "time": 5}
        {"process": "nemesis", "type": "info", "f": "kill", "value": "n1", "more": {"a": [1.5, true, null]}}

        {"f": "write", "process": 0, "type": "ok", "value": 3}
        {"process":1,"type":"invoke","f":"cas","value":[3,4]}{"process":1,"type":"info","f":"cas","value":[3,4],"error":"l\\u006fst"}
        """;
    private static final String LOG = """
        INFO  jepsen.core - Running test
        INFO  jepsen.util - 0\t:invoke\t:write\t3
        INFO  jepsen.util - :nemesis\t:info\t:kill\t"n1"
        INFO  jepsen.util - 0\t:ok\t:write\t3
        INFO  jepsen.util - 1\t:invoke\t:cas\t[3 4]
        java.net.SocketTimeoutException: Read timed out
        INFO  jepsen.util - 1\t:info\t:cas\t:timed-out
        """;

    @TempDir
    private Path folder;

    private History read(String text) throws IOException {
        return HistoryReader.read(Files.writeString(folder.resolve("h"), text));
    }

    private void refused(String text, String message) {
        assertEquals(folder.resolve("h") + message, assertThrows(MalformedHistoryException.class, () -> read(text)).getMessage());
    }

    @Test
    void oneHistoryInThreeFormats() throws IOException {
        History history = read(EDN);
        assertEquals(4, history.events().size());
        assertEquals(history, read(JSON));
        assertEquals(history, read("[" + JSON.replace("}\n{", "},\n{").replace("}{", "}, {").replace("}\n\n{", "},\n{") + "]"));
        History log = read(LOG);
        assertEquals(history.operations().get(1).input(), log.operations().get(1).input());
        assertEquals(":timed-out", log.operations().get(1).error().toString());
        assertEquals(Values.vector(3, 4), log.events().get(3).value(), "an end that timed out has the value of its invocation");
        assertEquals(history.nemesisEvents(), log.nemesisEvents());
    }

    @Test
    void theFormatIsToldByTheContent() throws IOException {
        for (String edn : List.of("", "; {\n", "[\n", "(", "  [{:process 0", "{ ", "{:a", "#jepsen.history.Op{", "[]", "[ #a", "[;\n{:x")) {
            assertEquals(HistoryFormat.EDN, HistoryFormat.of(edn, true), edn);
        }
        for (String json : List.of("{\"", "[{\"a", " [ { \"", "\uFEFF{\"process\"")) {
            assertEquals(HistoryFormat.JSON, HistoryFormat.of(json, false), json);
        }
        for (String early : List.of("", "[", "{", " { ", "INFO jepsen", "; note")) {
            assertEquals(HistoryFormat.AUTO, HistoryFormat.of(early, false), early);
        }
        assertEquals(HistoryFormat.JEPSEN_LOG, HistoryFormat.of(LOG, false));
        refused("process,type\n", ":1:1: expected a history: EDN maps such as {:process 0, :type :invoke, :f :read}, JSON objects such as"
            + " {\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}, or the log of a Jepsen run");
        assertThrows(MalformedHistoryException.class, () -> HistoryReader.read(folder.resolve("h"), HistoryFormat.JSON, Independent.AUTO));
    }

    @Test
    void keysOfJson() throws IOException {
        assertTrue(read("{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"value\":[\"x\",1]}").isKeyed());
        assertFalse(read("{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"value\":1}").isKeyed());
        assertEquals("x", read("{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"key\":\"x\",\"value\":1}").operations().get(0).key());
    }

    @Test
    void jsonThatIsNone() {
        refused("{\"process\": 0, \"type\": \"invoke\"}", ":1:1: expected \"f\" with a name such as \"read\", found no \"f\"");
        refused("{\"process\": 0,\n \"type\" \"invoke\"}", ":2:10: expected :, found '\"'");
        refused("{\"process\": 0.5, \"type\": \"ok\", \"f\": \"read\"}",
            ":1:1: expected \"process\" with an integer, or a name such as \"nemesis\", found \"process\": 0.5");
        refused("{\"process\": 0,", ":1:15: expected a name in double quotes, found the end of the file");
        refused("{\"process\": 007}", ":1:16: expected a number, found \"007\"");
        refused("[{\"a\": \"\\x\"}]", ":1:11: expected an escape of JSON such as \\n, found 'x'");
        refused("[{\"process\": 0, \"type\": \"ok\", \"f\": \"read\"}]", ":1:2: process 0 completes :read with :ok, but it has no open invocation");
    }

    @Test
    void logsThatAreNone() {
        refused("INFO  jepsen.util - 0\t:invoke\n", ":1:21: expected PROCESS, :TYPE, :F and VALUE, separated by white space, after jepsen.util -,"
            + " found \"0 :invoke\"");
        refused("INFO  jepsen.util - 0\t:invoke\t:read\t[1\n", ":1:21: expected a value in EDN, found \"[1\"");
        refused("INFO  jepsen.util - x\t:invoke\t:read\tnil\n", ":1:21: expected a process, an integer or a keyword, found \"x\"");
    }

    @Test
    void etcdLogsSayWhatTheirCopiesInEdnSay() throws IOException {
        List<Path> logs = RecordedHistories.all(".log").stream().filter(file -> file.toString().contains("etcd-jepsen")).toList();
        assertTrue(logs.size() > 20);
        for (Path log : logs) {
            Path edn = Path.of(log.toString().replace(".log", ".edn"));
            assertEquals(HistoryReader.read(edn).operations(), HistoryReader.read(log).operations(), log.toString());
        }
    }

    @Test
    void aStreamIsHandedOnEventByEvent() throws IOException {
        List<Object> seen = new ArrayList<>();
        HistoryReader.stream(new ByteArrayInputStream(EDN.getBytes(StandardCharsets.UTF_8)), "pipe", HistoryFormat.AUTO, Independent.AUTO,
            new EventSink() {
                @Override
                public void onClient(long process, EventType type, String f, Object key, Object value, long time, Object error, long order) {
                    seen.add(process + type.label() + f + Values.show(value));
                }

                @Override
                public void onNemesis(String process, EventType type, String f, Object value, long time) {
                    seen.add(process + f);
                }
            });
        assertEquals(List.of("0invokewrite3", "nemesiskill", "0okwrite3", "1invokecas[3 4]", "1infocas[3 4]"), seen);
    }
}
