package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.store.StoreServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What keeps the store from being shown is one line that says what to do. */
class JepsenServeCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        try (StoreServer other = StoreServer.start(temporary, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String port = String.valueOf(URI.create(other.address()).getPort());
            assertMistake("keelson jepsen serve: it cannot listen on port " + port + " of 127.0.0.1 (", "--port", port, "--store", temporary.toString());
            assertTrue(err.toString().strip().endsWith("; --port names another"), err::toString);
        }
    }

    @Test
    void aStoreThatIsNotThereIsOneLine() {
        assertMistake("keelson jepsen serve: there is no folder ", "--store", temporary.resolve("none").toString());
    }

    @Test
    void aPortThatIsNoneIsOneLine() {
        assertMistake("keelson jepsen serve: --port must be 0 to 65535", "--port", "65536", "--store", temporary.toString());
        assertMistake("keelson jepsen serve: --host 'no such host' is no address of this machine", "--host", "no such host", "--store", temporary.toString());
    }

    private void assertMistake(String line, String... options) {
        err.getBuffer().setLength(0);
        String[] words = new String[options.length + 2];
        words[0] = "jepsen";
        words[1] = "serve";
        System.arraycopy(options, 0, words, 2, options.length);
        CommandLine commandLine = Keelson.commandLine(temporary).setErr(new PrintWriter(err, true));
        assertEquals(254, commandLine.execute(words));
        assertTrue(err.toString().startsWith(line), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }
}
