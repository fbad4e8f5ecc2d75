package io.keelson.launcher;

import io.keelson.simulation.transcript.Transcript;
import io.keelson.simulation.transcript.TranscriptPlayer;
import io.keelson.simulation.transcript.TranscriptSyntaxException;
import io.keelson.spec.BehaviourReplay;
import io.keelson.spec.BehaviourReplay.Replay;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Behaviours that TLC has printed, run on the Java core: what is told of them, and the transcripts that they become. */
final class ReplayOnJava {
    private final SpecFiles files;
    private final PrintWriter out;
    private final Path transcripts;

    /**
     * Replays to come.
     *
     * @param files the unpacked specification
     * @param out where it is told what became of them
     * @param transcripts the folder for transcripts, null if they are not wanted
     */
    ReplayOnJava(SpecFiles files, PrintWriter out, Path transcripts) {
        this.files = files;
        this.out = out;
        this.transcripts = transcripts;
    }

    /**
     * Replays what refutes a model. Of a broken one the core must leave it at some step, of an intact one it can't.
     *
     * @param model that was refuted
     * @param trace as TLC prints it
     * @return valid if the core does as it must
     */
    ExitCode counterexample(TlcModel model, String trace) {
        if (!TlcCommand.isOfRaft(model)) {
            out.println("  not replayed: the states of " + model.module() + " are not those of Raft alone");
            return ExitCode.VALID;
        }
        Replay replay = BehaviourReplay.replay(files, model, trace);
        tell(model, replay);
        keep(model, replay, model.name(), model.about());
        return replay.followed() == model.isBroken() ? ExitCode.INVALID : ExitCode.VALID;
    }

    private void tell(TlcModel model, Replay replay) {
        for (int number = 1; number <= replay.steps().size(); number++) {
            out.println("  " + number + ". " + replay.steps().get(number - 1));
        }
        if (replay.followed()) {
            out.println("  the core follows to the end, " + replay.states() + " states");
        } else {
            out.println("  here the core does otherwise" + (model.isBroken() ? " (the rule left out: " + model.about() + ")" : ""));
            out.print(replay.divergence().indent(4));
        }
    }

    /**
     * Replays a random behaviour of an intact model, which the core must follow to the end.
     *
     * @param model whose behaviour it is
     * @param behaviour as TLC prints it
     * @param name of the transcript that it becomes
     * @return how many steps the core followed; -1 if it did otherwise, which is told
     */
    int followed(TlcModel model, String behaviour, String name) {
        Replay replay = BehaviourReplay.replay(files, model, behaviour);
        keep(model, replay, name, "A random behaviour of the model " + model.name());
        if (!replay.followed()) {
            tell(model, replay);
            return -1;
        }
        return replay.steps().size();
    }

    /** Writes the replay down as a transcript, with what the core makes of it as its golden output. */
    private void keep(TlcModel model, Replay replay, String name, String about) {
        if (transcripts == null || replay.transcript().isEmpty()) {
            return;
        }
        String commands = "# From TLC, by the model " + model.name() + ": " + about + ".\n"
                + "# To be seen: " + (replay.followed() ? "every promise is kept" : "the last step, where the core does what the broken model does not") + ".\n"
                + String.join("\n", replay.transcript()) + "\n";
        Path file = transcripts.resolve(name + ".transcript");
        try {
            Transcript transcript = Transcript.read(name + ".transcript", commands);
            List<List<String>> outputs = TranscriptPlayer.play(transcript).outputs();
            Files.createDirectories(transcripts);
            Files.writeString(file, transcript.withOutputs(outputs));
            out.println("  written: " + file);
        } catch (TranscriptSyntaxException impossible) {
            throw new IllegalStateException("a replay that is no transcript: " + impossible.getMessage(), impossible);
        } catch (IOException unwritable) {
            throw new UserError("--transcripts " + transcripts + " cannot be written; name another folder");
        }
    }
}
