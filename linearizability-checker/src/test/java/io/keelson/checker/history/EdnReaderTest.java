package io.keelson.checker.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms that Jepsen writes, and what is said of those that nobody should write. */
class EdnReaderTest {
    private static History parse(String text) {
        return EdnReader.parse(text, "history.edn", Independent.AUTO);
    }

    private static void refused(String text, String message) {
        assertEquals(message, assertThrows(MalformedHistoryException.class, () -> parse(text)).getMessage());
    }

    @Test
    void theThreeOutcomes() {
        List<Operation> operations = parse("""
            {:process 0, :type :invoke, :f :write, :value 1, :time 10, :index 0}
            {:process 1, :type :invoke, :f :read, :value nil}
            {:process 0, :type :ok, :f :write, :value 1, :time 30}
            {:process 1, :type :ok, :f :read, :value 1}
            {:process 1, :type :invoke, :f :cas, :value [1 2]}
            {:process 1, :type :fail, :f :cas, :value [1 2]}
            {:process 2, :type :invoke, :f :write, :value 3}
            {:process 2, :type :info, :f :write, :value 3, :error :timeout}
            {:process 3, :type :invoke, :f :read, :value nil}
            """).operations();
        assertEquals(List.of(EventType.OK, EventType.OK, EventType.FAIL, EventType.INFO, EventType.INFO),
            operations.stream().map(Operation::outcome).toList());
        assertEquals(new Operation(0, 0, "write", null, 1L, 1L, EventType.OK, 0, 2, 10, 30, null), operations.get(0));
        assertEquals(1L, operations.get(1).output());
        assertEquals(Operation.NEVER, operations.get(3).completed());
        assertEquals(":timeout", operations.get(3).error().toString());
    }

    @Test
    void nemesisEventsAreKeptApart() {
        History history = parse("""
            [{:process :nemesis, :type :info, :f :start, :value nil}
             {:process 0, :type :invoke, :f :read, :value nil}
             {:process :nemesis, :type :info, :f :start, :value [:n1 "cut"], :time 5}
             {:process 0, :type :ok, :f :read, :value nil}]
            """);
        assertEquals(2, history.events().size());
        assertEquals(List.of(0, 2), history.nemesisEvents().stream().map(NemesisEvent::index).toList());
        assertEquals(3, history.operations().get(0).completed());
    }

    @Test
    void keyedValuesInAllTheirForms() {
        for (String tuple : List.of("[:x 1]", "#jepsen.independent/tuple [:x 1]", "#jepsen.independent.Tuple[:x 1]")) {
            Operation operation = parse("{:process 0, :type :invoke, :f :write, :value " + tuple + "}").operations().get(0);
            assertEquals(":x", operation.key().toString());
            assertEquals(1L, operation.input());
        }
        Operation named = parse("{:process 0, :type :invoke, :f :write, :key \"x\", :value 1}").operations().get(0);
        assertEquals("x", named.key());
        Operation read = parse("""
            {:process 0, :type :invoke, :f :read, :value [7 nil]}
            {:process 0, :type :ok, :f :read, :value [7 [1 2]]}
            """).operations().get(0);
        assertEquals(Values.vector(1, 2), read.output());
    }

    @Test
    void anUnkeyedCompareAndSetIsNoTuple() {
        assertFalse(parse("{:process 0, :type :invoke, :f :cas, :value [1 2]}").isKeyed());
        assertTrue(parse("{:process 0, :type :invoke, :f :cas, :value [1 [2 3]]}").isKeyed());
        assertFalse(parse("""
            {:process 0, :type :invoke, :f :write, :value [1 2]}
            {:process 1, :type :invoke, :f :read, :value nil}
            """).isKeyed());
        assertFalse(EdnReader.parse("{:process 0, :type :invoke, :f :write, :value [1 2]}", "x", Independent.NO).isKeyed());
    }

    @Test
    void aKeyedEndMayLeaveItsValueOut() {
        Operation operation = parse("""
            {:process 0, :type :invoke, :f :write, :value [:x 1]}
            {:process 0, :type :info, :f :write, :error :closed}
            """).operations().get(0);
        assertEquals(":x", operation.key().toString());
    }

    @Test
    void eventsThatCannotFollow() {
        refused("""
            {:process 3, :type :invoke, :f :write, :value 1}
            {:process 3, :type :info, :f :write, :value 1}

            {:process 3, :type :invoke, :f :read, :value nil}
            """, "history.edn:4:1: process 3 invokes :read after an :info; a process whose operation has an unknown outcome is gone,"
            + " go on with a new process number");
        refused("""
            {:process 3, :type :invoke, :f :write, :value 1}
            {:process 3, :type :invoke, :f :read, :value nil}
            """, "history.edn:2:1: process 3 invokes :read while its :write of event 0 is open; one process does one thing at a time");
        refused("[{:process 1, :type :ok, :f :read, :value 1}]",
            "history.edn:1:2: process 1 completes :read with :ok, but it has no open invocation");
        refused("""
            {:process 1, :type :invoke, :f :read}
            {:process 1, :type :ok, :f :write}
            """, "history.edn:2:1: process 1 completes :write, but its open invocation (event 0) is a :read");
        refused("""
            {:process 1, :type :invoke, :f :read, :value [:x nil]}
            {:process 1, :type :ok, :f :read, :value [:y 3]}
            """, "history.edn:2:1: process 1 completes :read on key :y, but invoked it on :x (event 0)");
    }

    @Test
    void formsOfTheWrongShape() {
        refused("{:process 1, :type :invoked, :f :read}",
            "history.edn:1:1: expected :type :invoke, :ok, :fail or :info, found :type :invoked");
        refused("[\n{:process 1, :type :invoke}]", "history.edn:2:1: expected :f with a keyword such as :read, found no :f");
        refused("{:process 1.5, :type :invoke, :f :read}",
            "history.edn:1:1: expected :process with an integer or a keyword, found :process 1.5");
        refused("{:process 1, :type :invoke, :f :read, :time \"noon\"}",
            "history.edn:1:1: expected :time with an integer, in nanoseconds, found :time \"noon\"");
        refused("{:process 1, :type :ok, :f :read, :order -4}",
            "history.edn:1:1: expected :order with an integer, 0 or more, found :order -4");
        refused("\n\n17", "history.edn:3:1: expected a map such as {:process 0, :type :invoke, :f :read, :value nil}, found 17");
        assertEquals("x:1:1: expected :value with a [key value] tuple, found :value 1",
            assertThrows(MalformedHistoryException.class, () ->
                EdnReader.parse("{:process 1, :type :invoke, :f :write, :value 1}", "x", Independent.YES)).getMessage());
    }

    @Test
    void textThatIsNotEdn() {
        refused("[{:process 1, :type :invoke, :f :read}\n\n",
            "history.edn:3:1: expected ] for the collection that began at 1:1, found the end of the file");
        refused("{:process 1, :type :invoke, :f :read}\n{:process 1,\n :type",
            "history.edn:3:7: expected EDN, in the form that begins at 2:1: EOF while reading");
        refused("[]\n{:process 1}", "history.edn:2:1: expected the end of the file after the collection of operations");
        refused("{:process 1 :type}", "history.edn:1:19: expected EDN, in the form that begins at 1:1: Map literal must contain an even number of forms");
    }

    @Test
    void emptyFilesAreEmptyHistories() {
        for (String text : List.of("", "  \n", "; nothing\n", "[]", "()")) {
            assertEquals(History.builder().build(), parse(text));
        }
    }

    @Test
    void filesAreReadAndWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.edn");
        History history = parse("{:process 0, :type :invoke, :f :write, :value [\"kéy\" \"v\"]}");
        EdnWriter.write(history, file);
        assertEquals("{:index 0, :type :invoke, :process 0, :f :write, :value [\"kéy\" \"v\"]}\n", Files.readString(file));
        assertEquals(history, EdnReader.read(file));
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertEquals(file + ":1:2: expected EDN, in the form that begins at 1:1: UTF-8",
            assertThrows(MalformedHistoryException.class, () -> EdnReader.read(file)).getMessage());
    }

    @Test
    void aFunctionNeedsAName() {
        assertThrows(IllegalArgumentException.class, () -> History.builder().invoke(0, "compare and set", null, null, 0));
    }
}
