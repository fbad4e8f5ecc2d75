package io.keelson.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of {@code spec/tla}, which the build puts beside this class. TLC reads modules from a folder, so they are copied to one; closing this deletes it.
 */
public final class SpecFiles implements AutoCloseable {
    private static final String ROOT = "tla";

    private final Path folder;

    private SpecFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies the specification to a fresh temporary folder.
     *
     * @return the copy, to be closed
     * @throws UncheckedIOException if the temporary folder cannot be written
     */
    public static SpecFiles unpack() {
        try {
            SpecFiles files = new SpecFiles(Files.createTempDirectory("keelson-tla"));
            URI root = SpecFiles.class.getResource(ROOT + "/models.txt").toURI();
            if (root.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
                    Path inJar = jar.getPath(root.toString().substring(root.toString().indexOf('!') + 1));
                    copy(inJar.getParent(), files.folder);
                }
            } else {
                copy(Path.of(root).getParent(), files.folder);
            }
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException("the specification cannot be unpacked: " + failure.getMessage(), failure);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A specification that somebody else has unpacked, and will delete. */
    static SpecFiles at(Path folder) {
        return new SpecFiles(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /**
     * Returns one file's text.
     *
     * @param name its path below {@code spec/tla}
     */
    public static String text(String name) {
        try (InputStream in = SpecFiles.class.getResourceAsStream(ROOT + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The folder that holds the modules. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        deleteTree(folder);
    }

    /** Deletes a folder and what is in it; what cannot be deleted stays for the system's own cleaning. */
    public static void deleteTree(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException leftBehind) {
            folder.toFile().deleteOnExit();
        }
    }
}
