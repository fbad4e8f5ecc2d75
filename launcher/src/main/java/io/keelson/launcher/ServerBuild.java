package io.keelson.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A build of Keelson, to start servers from.
 *
 * @param home the folder where it was built; null for the build that runs this command
 * @param classPath where its classes are, in absolute paths: servers run in folders of their own
 */
record ServerBuild(Path home, String classPath) {
    /** The build that runs this command. */
    static final ServerBuild THIS = new ServerBuild(null, absolute(System.getProperty("java.class.path")));

    private static final Path CLASS_PATH = Path.of("launcher", "target", "classpath.txt");

    /**
     * Finds another build.
     *
     * @param home a folder with Keelson's sources, built
     * @throws UserError if it is not there or not built
     */
    static ServerBuild in(Path home) {
        Path file = home.resolve(CLASS_PATH);
        if (!Files.isRegularFile(file)) {
            throw new UserError("there is no build of Keelson in " + home + "; '" + home.resolve("keelson") + " --version' makes one where its sources are");
        }
        try {
            return new ServerBuild(home.toAbsolutePath().normalize(), Files.readString(file).strip());
        } catch (IOException failure) {
            throw new UserError(file + " can't be read: " + IoReason.of(failure));
        }
    }

    /** The words of a server's command line that an upgrade to this build replaces, and by what. */
    Map<String, String> upgrade() {
        return this == THIS ? Map.of() : Map.of(classPath, THIS.classPath);
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
