package io.keelson.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.TLC;

/**
 * Runs TLC on a model in a JVM of its own: TLC keeps its state in statics, and a time limit must be able to end it.
 *
 * <p>Each run has its own temporary folder, because TLC unpacks its standard modules there under fixed names. TLC uses one worker, so that depths are the same in every run.
 * Several threads may run models at once.
 */
public final class TlcRunner {
    /** Hears how far a run is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The counts so far; called about twice a second, from a thread of the run's own.
         *
         * @param distinct distinct states found
         * @param generated states generated
         */
        void found(long distinct, long generated);
    }

    private static final List<String> LARGE = List.of("-Xmx2g", "-XX:+UseParallelGC");
    private static final List<String> SHORT = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final long SHORT_GENERATED = 50_000;
    private static final String CHECKPOINT_MINUTES = "5";
    private static final Pattern PROPERTIES = Pattern.compile("(?m)^PROPERT(?:Y|IES)\\s+(\\w+)\\s*\\Z");

    private final Path specFolder;
    private final Duration limit;
    private final Path jar;

    /**
     * A runner with the release of TLC that the project brings.
     *
     * @param files the unpacked specification, kept open while models run
     * @param limit the wall time after which a run is ended without a verdict
     */
    public TlcRunner(SpecFiles files, Duration limit) {
        this(files, limit, null);
    }

    /**
     * A runner with another release of TLC.
     *
     * @param files the unpacked specification, kept open while models run
     * @param limit the wall time after which a run is ended without a verdict
     * @param jar {@code tla2tools.jar} of that release, null for the one that the project brings
     */
    public TlcRunner(SpecFiles files, Duration limit, Path jar) {
        this.specFolder = files.folder();
        this.limit = limit;
        this.jar = jar == null ? Path.of(locationOf(TLC.class)) : jar.toAbsolutePath();
    }

    /**
     * Explores a model to the end, to the first violation, or until the limit.
     *
     * @param model from the manifest
     * @param listener hears the counts, not null
     * @return what came out, never null
     * @throws InterruptedException if the calling thread is interrupted; the child is ended then
     * @throws UncheckedIOException if no JVM can be started
     */
    public TlcResult run(TlcModel model, Listener listener) throws InterruptedException {
        return inScratch(scratch -> run(model, scratch, scratch, List.of(), listener));
    }

    /**
     * Explores a large model, or goes on with it: what was found is kept, and so are checkpoints every few minutes. A model that is done is not
     * explored again, as long as the specification is the same.
     *
     * @param model from the manifest
     * @param kept where results and checkpoints are
     * @param listener hears the counts, not null
     * @return what came out, now or the last time, never null
     * @throws InterruptedException if the calling thread is interrupted; the child is ended then
     * @throws UncheckedIOException if no JVM can be started, or the folder cannot be used
     */
    public TlcResult resume(TlcModel model, KeptRuns kept, Listener listener) throws InterruptedException {
        TlcResult before = kept.result(model).orElse(null);
        if (before != null) {
            return before;
        }
        Path states = kept.states(model);
        List<String> arguments = new ArrayList<>(List.of("-checkpoint", CHECKPOINT_MINUTES));
        KeptRuns.checkpoint(states).ifPresent(checkpoint -> arguments.addAll(List.of("-recover", checkpoint.toString())));
        boolean resumed = arguments.contains("-recover");
        TlcResult result = inScratch(scratch -> run(model, scratch, states, arguments, listener));
        return kept.keep(resumed ? result.countedAnew() : result);
    }

    /**
     * Behaviours of a model, as TLC prints their states.
     *
     * @param result what TLC says of the invariants; {@link TlcResult.Verdict#HOLDS} if it met no violation, which says nothing of other behaviours
     * @param behaviours the texts, one a behaviour
     */
    public record Simulated(TlcResult result, List<String> behaviours) {}

    /**
     * Takes random behaviours of a model, and checks its invariants on them.
     *
     * @param model from the manifest
     * @param behaviours how many
     * @param depth the most states of one
     * @param seed from which all choices follow
     * @param listener hears the counts, not null
     * @return what came out, never null
     * @throws InterruptedException if the calling thread is interrupted; the child is ended then
     * @throws UncheckedIOException if no JVM can be started
     */
    public Simulated simulate(TlcModel model, int behaviours, int depth, long seed, Listener listener) throws InterruptedException {
        return inScratch(scratch -> {
            String file = scratch.resolve("behaviour").toString();
            List<String> arguments = List.of(
                    "-simulate", "num=" + behaviours + ",file=" + file, "-depth", String.valueOf(depth), "-seed", String.valueOf(seed));
            TlcResult result = run(model, scratch, scratch, arguments, listener);
            List<String> texts = new ArrayList<>();
            for (int number = 0; Files.exists(Path.of(file + "_0_" + number)); number++) {
                texts.add(Files.readString(Path.of(file + "_0_" + number)));
            }
            return new Simulated(result, texts);
        });
    }

    /** Work with a folder of its own. */
    private interface InScratch<T> {
        T in(Path scratch) throws IOException, InterruptedException;
    }

    private static <T> T inScratch(InScratch<T> work) throws InterruptedException {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("keelson-tlc");
            return work.in(scratch);
        } catch (IOException failure) {
            throw new UncheckedIOException("TLC cannot be started: " + failure.getMessage(), failure);
        } finally {
            if (scratch != null) {
                SpecFiles.deleteTree(scratch);
            }
        }
    }

    private TlcResult run(TlcModel model, Path scratch, Path states, List<String> arguments, Listener listener)
            throws IOException, InterruptedException {
        Process child = null;
        Thread onExit = null;
        try {
            child = start(model, scratch, states, arguments);
            onExit = new Thread(child::destroyForcibly, "end-tlc");
            Runtime.getRuntime().addShutdownHook(onExit);
            return follow(model, child, listener);
        } finally {
            end(child);
            removeHook(onExit);
        }
    }

    private Process start(TlcModel model, Path scratch, Path states, List<String> arguments) throws IOException {
        Path temporary = Files.createDirectories(scratch.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(model.isShort(SHORT_GENERATED) ? SHORT : LARGE);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                String.join(System.getProperty("path.separator"), locationOf(TlcChild.class), jar.toString()),
                TlcChild.class.getName(),
                "-tool",
                "-workers",
                "1",
                "-metadir",
                states.toString(),
                "-config",
                configurationOf(model)));
        command.addAll(arguments);
        command.add(model.module() + ".tla");
        return new ProcessBuilder(command)
                .directory(specFolder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String configurationOf(TlcModel model) {
        return "models/" + model.name() + ".cfg";
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Waits for the end of the child or of its time, while a thread of its own reads what it says: a blocked read cannot be interrupted. */
    private TlcResult follow(TlcModel model, Process child, Listener listener) throws InterruptedException {
        long started = System.nanoTime();
        TlcOutput output = new TlcOutput();
        Thread reader = new Thread(() -> read(child, output, listener), "tlc-output");
        reader.setDaemon(true);
        reader.start();
        boolean ended = child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        end(child);
        reader.join();
        return output.result(model, soleProperty(model), !ended, (System.nanoTime() - started) / 1e9);
    }

    /** The name after {@code PROPERTIES} in a model's configuration if there is exactly one, else empty. */
    private String soleProperty(TlcModel model) {
        try {
            String configuration = Files.readString(specFolder.resolve(configurationOf(model)));
            Matcher properties = PROPERTIES.matcher(configuration);
            return properties.find() ? properties.group(1) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(Process child, TlcOutput output, Listener listener) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (output.line(line)) {
                    listener.found(output.distinct(), output.generated());
                }
            }
        } catch (IOException closed) {
            // The child was ended: what it said before is read.
        }
    }

    private static void end(Process child) throws InterruptedException {
        if (child != null && child.isAlive()) {
            child.destroyForcibly().waitFor();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook has ended the child.
        }
    }
}
