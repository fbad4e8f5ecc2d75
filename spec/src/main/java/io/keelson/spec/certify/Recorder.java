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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Watches members that run for other reasons, in simulated clusters above all, and keeps each of their steps once, in {@linkplain SmallForm normal form}, to be certified when they are done.
 *
 * <p>Inside the bound all are kept; beyond it a sample. Several threads may be watched at once.
 */
public final class Recorder implements StepListener {
    private final MemberSettings settings;
    private final Bound bound;
    private final int budget;
    private final SortedMap<Integer, Kept> kept = new TreeMap<>();

    /** What is kept of the groups of one size. */
    private final class Kept {
        final FingerprintSet met = new FingerprintSet();
        final List<Pair> pairs = new ArrayList<>();
        final Sample sample = new Sample(budget);
        long steps;
        long beyond;
    }

    /**
     * A recorder.
     *
     * @param settings of all members it will watch
     * @param bound inside which all steps are kept
     * @param budget how many of those beyond it are, for each size of group
     */
    public Recorder(MemberSettings settings, Bound bound, int budget) {
        this.settings = settings;
        this.bound = bound;
        this.budget = budget;
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
        Pair small = SmallForm.of(pair, settings);
        Fingerprint print = Fingerprint.of(small);
        int members = small.before().base().configuration().members().size();
        synchronized (this) {
            Kept group = kept.computeIfAbsent(members, size -> new Kept());
            group.steps++;
            if (!group.met.add(print)) {
                return;
            }
            if (bound.holds(small)) {
                group.pairs.add(small);
            } else {
                group.beyond++;
                group.sample.offer(print, small, Source.SIMULATION);
            }
        }
    }

    /** Returns how many steps are kept, each different from the others. */
    public synchronized long kept() {
        return kept.values().stream().mapToLong(group -> group.pairs.size() + Math.min(budget, group.beyond)).sum();
    }

    /**
     * Certifies what was kept, and forgets it.
     *
     * @param files the unpacked specification
     * @param progress hears now and then how many have been compared
     * @return what came of it, never null
     */
    public synchronized Certificate certify(SpecFiles files, LongConsumer progress) {
        Certificate all = Certificate.none();
        for (var group : kept.entrySet()) {
            long before = all.total().compared();
            Certifier certifier = new Certifier(files, new Group(settings, group.getKey()), bound, 0);
            Kept steps = group.getValue();
            steps.pairs.forEach(pair -> {
                certifier.offer(pair, Source.SIMULATION);
                progress.accept(before + certifier.compared());
            });
            steps.sample.drain(certifier::compareBeyond);
            certifier.add(Source.SIMULATION, new Tally(steps.steps - steps.pairs.size(), 0, steps.beyond, 0, 0));
            all = all.plus(certifier.finish());
        }
        kept.clear();
        return all;
    }
}
