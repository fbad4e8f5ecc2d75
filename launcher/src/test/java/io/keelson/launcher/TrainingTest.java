package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where it fails nobody hears of it: commands start slowly then. */
class TrainingTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "check", "server"})
    void itRunsToItsEnd(String kind) {
        assertDoesNotThrow(() -> Training.main(new String[] {kind}));
    }
}
