package io.keelson.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the other libraries' members with Maven, from a project that stands outside of Keelson's own build, so that nothing else ever downloads them. */
public final class Peers {
    private static final String PACKAGE = "io.keelson.bench.peers.";

    private Peers() {}

    /** The peers could not be built; the message is one line with the reason. */
    public static final class BuildException extends Exception {
        private static final long serialVersionUID = 1L;

        BuildException(String line) {
            super(line);
        }
    }

    /**
     * Builds them, which downloads what is not there yet.
     *
     * @param project the folder of their pom
     * @return the contestants
     * @throws BuildException if Maven or the network fails
     */
    public static List<Contestant> build(Path project) throws IOException, BuildException {
        Path log = Files.createDirectories(project.resolve("target")).resolve("build.log");
        Process maven;
        try {
            maven = new ProcessBuilder("mvn", "-B", "-ntp", "-e", "package").directory(project.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
        } catch (IOException missing) {
            throw new BuildException("no mvn on the PATH to build the other libraries' members with; install Maven, or add --alone");
        }
        if (maven.onExit().join().exitValue() != 0) {
            throw new BuildException("the other libraries can't be built or downloaded, " + log + " says why; --alone does without them");
        }
        String libraries = Files.readString(project.resolve("target").resolve("classpath.txt")).strip();
        String classPath = project.resolve("target").resolve("classes") + File.pathSeparator + libraries;
        return Stream.of("SofaJraft", "MicroRaft")
                .map(name -> new Contestant(name.toLowerCase(java.util.Locale.ROOT), PACKAGE + name + "Member", classPath, flags()))
                .collect(Collectors.toList());
    }

    /** What libraries written for older JDKs need. */
    private static List<String> flags() {
        return List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.math=ALL-UNNAMED",
                "--add-opens=java.base/java.text=ALL-UNNAMED");
    }
}
