package io.keelson.simulation.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every transcript of the folder is what the core does, word for word. */
class TranscriptsTest {
    private static final Path FOLDER = Path.of("transcripts");

    @TestFactory
    List<DynamicTest> transcripts() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.filter(file -> file.toString().endsWith(".transcript")).sorted().toList();
        }
        assertFalse(files.isEmpty());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> isGolden(file))).toList();
    }

    private static void isGolden(Path file) throws IOException, TranscriptSyntaxException {
        Transcript transcript = Transcript.read(file.getFileName().toString(), Files.readString(file));
        assertEquals("", String.join("\n", TranscriptPlayer.differences(transcript)));
        assertTrue(Files.readString(file).contains("To be seen:"), "its opening comment says what must be seen");
    }
}
