package io.keelson.launcher;

import io.keelson.simulation.transcript.Transcript;
import io.keelson.simulation.transcript.TranscriptPlayer;
import io.keelson.simulation.transcript.TranscriptPlayer.Played;
import io.keelson.simulation.transcript.TranscriptSyntaxException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays the golden transcripts: scenarios as text, each command followed by what the core makes of it. */
@Command(
        name = "transcripts",
        description = {
            "Plays the golden transcripts on the real core, and compares what it does with what they say.%n",
            "A transcript is a text file of commands, each with its output below it; simulation/transcripts/README.md tells the commands."
        })
final class TranscriptsCommand implements Callable<Integer> {
    private static final String SUFFIX = ".transcript";

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Transcripts, by name or file; all of them if none is named.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Only say which transcripts there are.")
    private boolean list;

    @Option(names = "--rewrite", description = "Write what the core does now into the files; read the difference before you keep it.")
    private boolean rewrite;

    @Option(names = "--folder", paramLabel = "DIR", description = "Where the transcripts are (default: simulation/transcripts beside the script keelson).")
    private Path folder = Path.of(System.getProperty("keelson.home", ".")).resolve("simulation").resolve("transcripts");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> files = names.isEmpty() ? all() : names.stream().map(this::find).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            files.forEach(file -> out.printf(Locale.ROOT, "%-38s %s%n", name(file), read(file).about()));
            out.flush();
            return ExitCode.VALID.code();
        }
        ExitCode exitCode = ExitCode.VALID;
        for (Path file : files) {
            exitCode = exitCode.and(rewrite ? rewrite(file, out) : compare(file, out));
        }
        out.printf(Locale.ROOT, "%d transcripts %s: %s%n", files.size(), rewrite ? "played" : "compared", exitCode.label());
        out.flush();
        return exitCode.code();
    }

    private List<Path> all() {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
            if (!files.isEmpty()) {
                return files;
            }
        } catch (IOException unreadable) {
            throw new UserError("the folder " + folder + " cannot be read; --folder says where the transcripts are");
        }
        throw new UserError("there is no transcript in " + folder + "; --folder says where they are");
    }

    private Path find(String name) {
        Path inFolder = folder.resolve(name + SUFFIX);
        if (Files.isRegularFile(inFolder)) {
            return inFolder;
        }
        if (Files.isRegularFile(Path.of(name))) {
            return Path.of(name);
        }
        throw new UserError("there is no transcript " + name + " in " + folder + "; --list says which there are");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(SUFFIX, "");
    }

    private static Transcript read(Path file) {
        try {
            return Transcript.read(file.getFileName().toString(), Files.readString(file));
        } catch (TranscriptSyntaxException mistake) {
            throw new UserError(mistake.getMessage());
        } catch (IOException unreadable) {
            throw new UserError(file + " cannot be read");
        }
    }

    private static ExitCode compare(Path file, PrintWriter out) {
        try {
            List<String> differences = TranscriptPlayer.differences(read(file));
            differences.forEach(out::println);
            return differences.isEmpty() ? ExitCode.VALID : ExitCode.INVALID;
        } catch (TranscriptSyntaxException mistake) {
            throw new UserError(mistake.getMessage());
        }
    }

    /** Golden output is the core's to change, the promises of the protocol are not: a run that breaks one leaves its file as it was. */
    private static ExitCode rewrite(Path file, PrintWriter out) {
        Transcript transcript = read(file);
        try {
            Played played = TranscriptPlayer.play(transcript);
            if (!played.broken().isEmpty()) {
                out.println(played.broken());
                return ExitCode.INVALID;
            }
            String text = transcript.withOutputs(new ArrayList<>(played.outputs()));
            if (!text.equals(Files.readString(file))) {
                Files.writeString(file, text);
                out.println("rewritten: " + file);
            }
            return ExitCode.VALID;
        } catch (TranscriptSyntaxException mistake) {
            throw new UserError(mistake.getMessage());
        } catch (IOException unwritable) {
            throw new UserError(file + " cannot be written");
        }
    }
}
