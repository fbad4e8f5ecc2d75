package io.keelson.launcher.zoo;

import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.Mutant;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Steps of the mutant's core against those of the specification. */
final class ConformanceNet {
    private static final Pattern OPERATOR = Pattern.compile("(\\w+) \\(spec\\)");

    private ConformanceNet() {}

    static NetResult run(Mutant mutant, long seed, Path scratch) throws IOException, InterruptedException {
        Path classes = Files.createDirectories(scratch.resolve(mutant.bug().id()));
        mutant.writeClasses(classes);
        long begun = System.nanoTime();
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx1g", "-XX:+UseSerialGC",
                        "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"),
                        ConformanceChild.class.getName(), Long.toString(seed), "600", "6000", "30000"))
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = child.waitFor();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (code != 0) {
            // The core of the mutant may break in a way that ends the comparison itself: then it is seen as well.
            return new NetResult(Bug.Net.CONFORMANCE, true, "a step that breaks off", said, 0, seconds);
        }
        int line = said.indexOf('\n');
        if (line < 0) {
            return new NetResult(Bug.Net.CONFORMANCE, false, "all steps agree", "", Long.parseLong(said), seconds);
        }
        String difference = said.substring(line + 1);
        Matcher operator = OPERATOR.matcher(difference);
        return new NetResult(
                Bug.Net.CONFORMANCE, true, operator.find() ? operator.group(1) : "a step", difference, Long.parseLong(said.substring(0, line)), seconds);
    }
}
