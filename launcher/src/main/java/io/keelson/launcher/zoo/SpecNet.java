package io.keelson.launcher.zoo;

import io.keelson.launcher.UserError;
import io.keelson.simulation.zoo.Bug;
import io.keelson.spec.Models;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import io.keelson.spec.TlcResult;
import io.keelson.spec.TlcRunner;
import java.time.Duration;
import java.util.TreeMap;

/** The specification with the same rule left out, explored by TLC. Two bugs may leave out one rule; it is explored once. */
final class SpecNet {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Models models = Models.load();
    private final TlcRunner runner;
    private final TreeMap<String, NetResult> known = new TreeMap<>();

    SpecNet(SpecFiles files) {
        this.runner = new TlcRunner(files, LIMIT);
    }

    /** Returns the model of a bug, which exists and is of the group broken. */
    TlcModel model(Bug bug) {
        return models.find(bug.spec()).filter(TlcModel::isBroken).orElseThrow(() -> new UserError(
                "zoo/" + bug.id() + ".bug: there is no broken model " + bug.spec() + "; keelson tlc --list tells what there is"));
    }

    synchronized NetResult run(Bug bug) throws InterruptedException {
        if (!known.containsKey(bug.spec())) {
            TlcResult result = runner.run(model(bug), (distinct, generated) -> {});
            known.put(bug.spec(), new NetResult(
                    Bug.Net.SPEC, result.asExpected(), result.asExpected() ? result.violatedInvariant() : result.summary(), result.trace(), result.distinct(),
                    result.seconds()));
        }
        return known.get(bug.spec());
    }
}
