package io.keelson.spec;

import io.keelson.core.RaftProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tlc2.TLC;

/**
 * Compares the whole labelled graph of a model, as the Java core has it and as the spec has it: the initial states, and for each state that the code
 * comes to, what each action of
 * each member makes of it. By induction the two graphs are equal then, state by state and at each depth.
 *
 * <p>The graph is the full one: the symmetry of a model is not used. Where the manifest gives counts, which TLC takes up to symmetry, they are
 * checked as well, by orbits.
 *
 * <p>A comparison runs in a JVM of its own: TLC keeps much of itself in statics, and does not read a second model reliably. Several threads may
 * compare at once.
 */
public final class GraphCheck {
    private static final String HEAP = "-Xmx1g";
    private static final long SHORT_GENERATED = 15_000;
    private static final List<String> MODULES = List.of("Raft", "RaftSeeds", "RaftSteps", "RaftSnapshotSeeds", "RaftReconfigSeeds", "RaftIncarnationSeeds", "Refinement");

    private GraphCheck() {}

    /** The models of the manifest whose graphs are compared: all that the build explores to the end and that keep every rule. */
    public static List<TlcModel> models(Models manifest) {
        return manifest.all().stream()
                .filter(model -> !model.isDeep() && !model.isBroken() && MODULES.contains(model.module()))
                .toList();
    }

    /**
     * Explores and compares.
     *
     * @param files the unpacked specification, kept open meanwhile
     * @param model from the manifest
     * @param listener hears how many states and transitions are compared, from the calling thread
     * @return what was found, never null
     * @throws IllegalStateException if the comparison breaks off; the message holds what the process said
     * @throws UncheckedIOException if no JVM can be started
     */
    public static GraphReport run(SpecFiles files, TlcModel model, ProgressListener listener) {
        Path scratch = null;
        Process child = null;
        try {
            scratch = Files.createTempDirectory("keelson-graph");
            child = start(files, model, scratch);
            Thread onExit = new Thread(child::destroyForcibly, "end-graph");
            Runtime.getRuntime().addShutdownHook(onExit);
            try {
                return follow(model, child, listener);
            } finally {
                removeHook(onExit);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the comparison of graphs cannot be run: " + failure.getMessage(), failure);
        } finally {
            if (child != null) {
                child.destroyForcibly();
            }
            if (scratch != null) {
                SpecFiles.deleteTree(scratch);
            }
        }
    }

    private static Process start(SpecFiles files, TlcModel model, Path scratch) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (model.isShort(SHORT_GENERATED) ? 1 : 4),
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        locationOf(GraphChild.class), locationOf(RaftProtocol.class), locationOf(TLC.class)),
                GraphChild.class.getName(),
                files.folder().toString(),
                model.line());
        return new ProcessBuilder(command)
                .directory(files.folder().toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static GraphReport follow(TlcModel model, Process child, ProgressListener listener) throws IOException {
        StringBuilder said = new StringBuilder();
        String report = null;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(GraphChild.FOUND)) {
                    String[] counts = line.substring(GraphChild.FOUND.length()).split(" ");
                    listener.found(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
                } else if (line.startsWith(GraphChild.REPORT)) {
                    report = line;
                    said.setLength(0);
                } else if (line.startsWith(GraphChild.FAILED)) {
                    said.setLength(0);
                    said.append(line.substring(GraphChild.FAILED.length()));
                } else {
                    said.append(line).append('\n');
                }
            }
        }
        if (report == null) {
            throw new IllegalStateException("the comparison of " + model.name() + " broke off: " + said.toString().strip());
        }
        return GraphChild.report(model, report, said.toString().strip());
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook ends the child.
        }
    }
}
