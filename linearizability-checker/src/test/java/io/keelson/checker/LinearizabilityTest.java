package io.keelson.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.history.Recorder;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three lines in a test, as the README shows them, and what they say when they fail. */
class LinearizabilityTest {
    private final Recorder recorder = new Recorder(() -> 0);

    @TempDir
    private Path folder;

    @Test
    void theExampleOfTheReadme() throws Exception {
        String example = Files.readString(Path.of("README.md")).lines().dropWhile(line -> !line.equals("```java")).skip(1)
            .takeWhile(line -> !line.equals("```")).reduce("", (a, b) -> a + b.strip() + "\n");
        String source = Files.readString(Path.of("src/test/java/io/keelson/checker/LinearizabilityTest.java")).lines()
            .map(line -> line.strip() + "\n").reduce("", String::concat);
        assertTrue(source.contains(example), "the README's example is not the one that is run here:\n" + example);
        anAtomicLongIsLinearizable();
    }

    @Test
    void anAtomicLongIsLinearizable() throws InterruptedException {
        AtomicLong cell = new AtomicLong();
        Recorder recorder = new Recorder();
        Runnable client = () -> {
            long process = recorder.newProcess();
            recorder.invoke(process, "write", process).ok(write(cell, process));
            Recorder.Pending read = recorder.invoke(process, "read", null);
            read.ok(cell.get());
        };
        Thread other = new Thread(client);
        other.start();
        client.run();
        other.join();
        Linearizability.assertThat(recorder.history()).isLinearizable(Models.register(0));
    }

    private static Object write(AtomicLong cell, long value) {
        cell.set(value);
        return value;
    }

    @Test
    void aFailureNamesTheOperations() throws IOException {
        recorder.invoke(0, "write", 1).ok();
        recorder.invoke(0, "write", 2).ok();
        recorder.invoke(1, "read", null).ok(1);
        Path page = folder.resolve("page.html");
        String message = assertThrows(AssertionError.class,
            () -> Linearizability.assertThat(recorder.history()).withPage(page).isLinearizable(Models.register())).getMessage();
        assertTrue(message.startsWith("\nExpecting the history\n  history of 3 operations, 0 nemesis events\nto be linearizable against\n  register\n"
            + "but it is not:\n  invalid: 3 operations"), message);
        assertTrue(message.contains("process 1 read 1 at 0.000 s, but 1 was overwritten by write 2 (process 0)"), message);
        assertTrue(message.endsWith("\nThe operations are drawn in\n  " + page), message);
        assertEquals("<!doctype html>", Files.readString(page).lines().findFirst().orElseThrow());
    }
}
