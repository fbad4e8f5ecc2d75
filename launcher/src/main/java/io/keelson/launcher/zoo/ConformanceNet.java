package io.keelson.launcher.zoo;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.UserError;
import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.Mutant;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Steps of a mutant's core against those of the specification. Before the first of them those of the core as it is, in which the net must find nothing. */
final class ConformanceNet {
    private static final Pattern OPERATOR = Pattern.compile("(\\w+) \\(spec\\)");
    private static final List<String> PORTIONS = List.of("600", "6000", "30000");

    private final long seed;
    private final Path scratch;
    private boolean isProven;

    /**
     * A net.
     *
     * @param seed from which steps follow
     * @param scratch a folder for the changed classes
     */
    ConformanceNet(long seed, Path scratch) {
        this.seed = seed;
        this.scratch = scratch;
    }

    NetResult run(Mutant mutant) throws IOException, InterruptedException {
        requireClean(Files.createDirectories(scratch.resolve("no-mutant")));
        Path classes = Files.createDirectories(scratch.resolve(mutant.bug().id()));
        mutant.writeClasses(classes);
        return compare(mutant.bug().id(), classes, PORTIONS);
    }

    /**
     * Compares the core as it is, once, and few steps of it: a net that finds something there would find it in every mutant.
     *
     * @param classes a folder with what stands before our classes: nothing
     * @throws UserError if something is found
     */
    void requireClean(Path classes) throws IOException, InterruptedException {
        if (!isProven) {
            NetResult control = compare("no mutant", classes, PORTIONS.subList(0, 1));
            if (control.caught()) {
                throw new UserError("the net of conformance finds something without a mutant, so what it finds proves nothing: " + firstLine(control.details()), ExitCode.CRASH);
            }
            isProven = true;
        }
    }

    private NetResult compare(String subject, Path classes, List<String> portions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx1g", "-XX:+UseSerialGC",
                "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"),
                ConformanceChild.class.getName(), Long.toString(seed)));
        command.addAll(portions);
        long begun = System.nanoTime();
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return result(subject, child.waitFor(), said, (System.nanoTime() - begun) / 1e9);
    }

    /**
     * What the child's answer means.
     *
     * @throws UserError if it is none: that nothing was compared is no catch
     */
    static NetResult result(String subject, int code, String said, double seconds) {
        int line = said.indexOf('\n');
        return switch (code) {
            case ConformanceChild.AGREES -> new NetResult(Bug.Net.CONFORMANCE, false, "all steps agree", "", Long.parseLong(said), seconds);
            case ConformanceChild.DIFFERS -> {
                String difference = said.substring(line + 1);
                Matcher operator = OPERATOR.matcher(difference);
                yield new NetResult(
                        Bug.Net.CONFORMANCE, true, operator.find() ? operator.group(1) : "a step", difference, Long.parseLong(said.substring(0, line)), seconds);
            }
            case ConformanceChild.BREAKS_OFF -> new NetResult(Bug.Net.CONFORMANCE, true, "a step that breaks off", said, 0, seconds);
            default -> throw new UserError("the net of conformance broke at " + subject + ", exit code " + code + ": " + firstLine(said), ExitCode.CRASH);
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("it said nothing");
    }
}
