package io.keelson.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The small files that the build puts beside the classes of this package. */
final class Resources {
    private Resources() {}

    /** Returns a file's text without surrounding white space. */
    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build; delete launcher/target and run again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the flags that a server's JVM is started with besides: its heap stays near what it holds. */
    static List<String> serverFlags() {
        return List.of(text("server.flags").split("\\s+"));
    }

    /** Returns the flags that every JVM of this project is started with: the list in the root pom. */
    static List<String> jvmFlags() {
        return List.of(text("jvm.flags").split("\\s+"));
    }
}
