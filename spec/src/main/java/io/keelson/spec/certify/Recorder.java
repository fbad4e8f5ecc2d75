package io.keelson.spec.certify;

import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Recovered;
import io.keelson.core.StepListener;
import io.keelson.spec.Pair;
import io.keelson.spec.SpecFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Watches members that run for other reasons, in simulated clusters above all, and keeps each of their steps once, in {@linkplain SmallForm normal form}, to be certified when they are done.
 *
 * <p>Inside the bound all are kept; beyond it a sample. Several threads may be watched at once.
 */
public final class Recorder implements StepListener {
    /** The ids of members that may come: the spec wants to know them all. */
    private static final int MOST_MEMBERS = 9;

    private final Group group;
    private final Bound bound;
    private final int budget;
    private final FingerprintSet met = new FingerprintSet();
    private final List<Pair> inside = new ArrayList<>();
    private final Sample sample;
    private long steps;
    private long beyond;

    /**
     * A recorder.
     *
     * @param settings of all members it will watch
     * @param bound inside which all steps are kept
     * @param budget how many of those beyond it are
     */
    public Recorder(MemberSettings settings, Bound bound, int budget) {
        this.group = new Group(settings, MOST_MEMBERS);
        this.bound = bound;
        this.budget = budget;
        this.sample = new Sample(budget);
    }

    @Override
    public void started(Recovered disk, MemberState state) {
        take(new Pair(state, new Pair.Restarted(disk), state, Effects.NONE, null));
    }

    @Override
    public void stepped(MemberState before, Input input, MemberState after, Effects effects) {
        take(new Pair(before, new Pair.Given(input), after, effects, null));
    }

    private void take(Pair pair) {
        Pair small = SmallForm.helps(pair, bound) ? SmallForm.of(pair, group.settings()) : pair;
        Fingerprint print = Fingerprint.of(small);
        synchronized (this) {
            steps++;
            boolean isNew = met.add(print);
            if (!bound.holds(small)) {
                beyond++;
                if (isNew) {
                    sample.offer(print, small, Source.SIMULATION);
                }
            } else if (isNew) {
                inside.add(small);
            }
        }
    }

    /** Returns how many steps are kept, each different from the others. */
    public synchronized long kept() {
        return inside.size() + Math.min(budget, beyond);
    }

    /**
     * Certifies what was kept, and forgets it; to be called once, when all is over.
     *
     * @param files the unpacked specification
     * @param progress hears now and then how many have been compared
     * @return what came of it, never null
     */
    public synchronized Certificate certify(SpecFiles files, LongConsumer progress) {
        Certifier certifier = new Certifier(files, group, bound, 0);
        inside.forEach(pair -> {
            certifier.offer(pair, Source.SIMULATION);
            progress.accept(certifier.compared());
        });
        sample.drain((pair, source) -> {
            certifier.compareBeyond(SmallForm.of(pair, group.settings()), source);
            progress.accept(certifier.compared());
        });
        certifier.add(Source.SIMULATION, new Tally(steps - inside.size(), 0, beyond, 0, 0));
        inside.clear();
        return certifier.finish();
    }
}
