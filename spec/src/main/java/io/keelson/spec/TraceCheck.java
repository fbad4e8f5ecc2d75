package io.keelson.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Asks TLC whether a recorded run is a behaviour of {@code Raft}, by the module {@code RaftTrace}: the run is written down as text, and TLC explores what Raft allows of it.
 */
final class TraceCheck {
    private static final String NAME = "recorded-run";

    private TraceCheck() {}

    /**
     * What TLC says.
     *
     * @param allowedSteps so many steps from the beginning are allowed
     * @param problem why the rest is not, in a line; empty if the whole run is a behaviour of the spec and keeps its invariants
     */
    record Outcome(int allowedSteps, String problem) {}

    /** The settings of the model in which runs are recorded and checked. */
    static ModelSettings settings(SpecFiles files) {
        return ModelSettings.read(files, "traces", NAME);
    }

    /**
     * Checks a run.
     *
     * @param run as recorded
     * @param files the unpacked specification; two files are written into it
     * @param limit how long TLC may take
     * @return what TLC says, never null
     * @throws InterruptedException if the calling thread is interrupted
     */
    static Outcome check(RecordedRun run, SpecFiles files, Duration limit) throws InterruptedException {
        try {
            Files.writeString(files.folder().resolve("RecordedRun.tla"), module(run, settings(files)));
            Files.writeString(
                    files.folder().resolve("models").resolve(NAME + ".cfg"),
                    Files.readString(files.folder().resolve("traces").resolve(NAME + ".cfg")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        int depth = run.steps().size() + 1;
        TlcModel model = new TlcModel(NAME, "RaftTrace", TlcModel.Group.BUILD, new TlcModel.Expectation.Holds(depth, 0, depth), "a recorded run");
        return outcome(run, new TlcRunner(files, limit).run(model, (distinct, generated) -> {}));
    }

    private static Outcome outcome(RecordedRun run, TlcResult result) {
        return switch (result.verdict()) {
            case HOLDS -> {
                int allowed = result.depth() - 1;
                yield new Outcome(allowed, allowed == run.steps().size() ? "" : refusal(run, allowed + 1));
            }
            case VIOLATED -> new Outcome(0, result.violatedInvariant() + " is refuted");
            case TIMED_OUT, FAILED -> throw new IllegalStateException(result.summary());
        };
    }

    private static String refusal(RecordedRun run, int number) {
        RecordedRun.Step step = run.steps().get(number - 1);
        return "step " + number + " is no step of the spec: " + step.what() + " at member " + step.member() + ", after which it is " + step.after();
    }

    /** The module that {@code RaftTrace} reads. */
    static String module(RecordedRun run, ModelSettings settings) {
        Abstraction abstraction = new Abstraction();
        List<String> members = settings.servers.stream().map(id -> abstraction.id(id).toString()).toList();
        List<String> steps = run.steps().stream().map(step -> text(step, abstraction)).toList();
        return "---- MODULE RecordedRun ----\n\\* Written by the recorder: see RaftTrace.\nEXTENDS RaftTypes, TLC\n\nCONSTANTS "
                + String.join(", ", members) + "\n\nRun == <<\n" + String.join(",\n", steps) + " >>\n====\n";
    }

    private static String text(RecordedRun.Step step, Abstraction abstraction) {
        return "  [what |-> \"" + step.what() + "\", member |-> " + abstraction.id(step.member())
                + ",\n   node |-> " + abstraction.member(step.after())
                + ",\n   disk |-> " + abstraction.disk(step.disk())
                + ",\n   sent |-> {" + String.join(", ", step.sent().stream().map(message -> abstraction.message(message).toString()).toList())
                + "},\n   served |-> {" + String.join(", ", step.served().stream().map(read -> "<<" + read.requestId() + ", " + read.index() + ">>").toList())
                + "}, asked |-> " + step.asked() + "]";
    }
}
