package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The image of a node, for containers.
 *
 * @param script makes it: {@code docker-jepsen/docker/image}
 * @param jdk the JDK that nodes run on
 * @param classPath the server's jars and folders, as a JVM takes them
 * @param flags of the server's JVM
 */
public record NodeImage(Path script, Path jdk, String classPath, List<String> flags) {
    public NodeImage {
        flags = List.copyOf(flags);
    }

    /**
     * Makes the image, unless there is one of the same files.
     *
     * @return its name
     * @throws IOException in one line, if it cannot be made
     */
    public String build() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("KEELSON_JDK", jdk.toString());
        builder.environment().put("KEELSON_CLASS_PATH", classPath);
        builder.environment().put("KEELSON_JAVA_FLAGS", String.join(" ", flags));
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        if (process.onExit().join().exitValue() != 0 || said.isEmpty()) {
            throw new IOException("the image of a node could not be made; the lines above say why");
        }
        return said.getLast();
    }
}
