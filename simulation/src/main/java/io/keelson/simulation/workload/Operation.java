package io.keelson.simulation.workload;

import io.keelson.checker.history.Recorder;
import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.simulation.world.World;

/** One operation of the history, from its invocation to its end, with the books kept on the way. */
final class Operation {
    private final Workload workload;
    private final long process;
    private final String what;
    private final Recorder.Pending pending;

    Operation(Workload workload, long process, String f, String key, Object value) {
        this.workload = workload;
        this.process = process;
        this.what = f + " " + key;
        this.pending = workload.recorder().invoke(process, f, key, value);
        trace("invoke", value);
    }

    private void trace(String event, Object value) {
        World world = workload.world();
        String text = String.valueOf(value);
        world.trace().event(world.now(), 0, event, process + 31L * text.hashCode(), () -> "p" + process + " " + what + " " + text);
    }

    /** It happened, at that index of the log; a read right after it. */
    void ok(Object value, long index) {
        workload.counters().ok++;
        trace("ok", value);
        pending.ok(value, index);
    }

    /** The comparison did not hold: nothing was changed. */
    void refused() {
        workload.counters().fail++;
        trace("fail", "comparison");
        pending.fail("comparison");
    }

    /** It did not happen, or it was a read, of which nothing remains. */
    void noEffect(Outcome<?> outcome) {
        workload.counters().fail++;
        trace("fail", outcome);
        workload.mustSucceed(what, outcome);
        pending.fail(null);
    }

    void unknown(Outcome<?> outcome) {
        workload.counters().info++;
        trace("info", outcome);
        workload.mustSucceed(what, outcome);
        pending.info(null);
    }

    void acknowledged(long index, Bytes command) {
        workload.counters().acknowledgedWrites++;
        workload.acknowledge(index, command);
    }
}
