package io.keelson.spec.certify;

import io.keelson.spec.Exploration;
import io.keelson.spec.PairExplorer;
import io.keelson.spec.SpecFiles;
import java.util.List;
import java.util.function.LongConsumer;

/** Certifies what needs nothing but the core: walks, every input at the states they meet, and the box, for groups of several kinds. */
public final class Certification {
    private static final PairExplorer.Bounds WALK = new PairExplorer.Bounds(6, 7, 3, 300);
    private static final int WALKS_AT_A_TIME = 5;
    private static final int BOX_AT_A_TIME = 1_000;

    /**
     * A kind of group, and its part of the pairs.
     *
     * @param group the group
     * @param percent of all pairs
     */
    private record Share(Group group, int percent) {}

    private static final List<Share> SHARES = List.of(
            new Share(Group.small(3, true), 30),
            new Share(Group.withLeases(3), 20),
            new Share(Group.small(4, false), 20),
            new Share(Group.small(5, true), 25),
            new Share(Group.small(1, true), 5));

    private Certification() {}

    /**
     * Certifies.
     *
     * @param files the unpacked specification
     * @param seed from which all steps follow
     * @param pairs at least so many distinct ones, half of them from the box
     * @param progress hears now and then how many have been compared
     * @return what came of it, never null
     */
    public static Certificate run(SpecFiles files, long seed, long pairs, LongConsumer progress) {
        Certificate all = Certificate.none();
        for (Share share : SHARES) {
            long before = all.total().compared();
            all = all.plus(run(files, share.group, seed, pairs * share.percent / 100, compared -> progress.accept(before + compared)));
        }
        return all;
    }

    /**
     * Certifies every transition of an exploration of the code.
     *
     * @param files the unpacked specification
     * @param exploration that was made
     * @param progress hears now and then how many pairs have been compared
     * @return what came of it, never null
     */
    public static Certificate run(SpecFiles files, Exploration exploration, LongConsumer progress) {
        Certifier certifier = new Certifier(files, new Group(exploration.settings(), exploration.members()), Bound.DEFAULT, 0);
        exploration.pairs().forEach(pair -> {
            certifier.offer(pair, Source.EXPLORER);
            progress.accept(certifier.compared());
        });
        certifier.add(Source.EXPLORER, new Tally(exploration.transitions() - exploration.pairs().size(), 0, 0, 0, 0));
        return certifier.finish();
    }

    private static Certificate run(SpecFiles files, Group group, long seed, long pairs, LongConsumer progress) {
        Certifier certifier = new Certifier(files, group, Bound.DEFAULT, 1_000);
        Box box = new Box(group, seed);
        while (certifier.compared() < pairs / 2) {
            for (int k = 0; k < BOX_AT_A_TIME; k++) {
                certifier.offer(box.next(), Source.BOX);
            }
            progress.accept(certifier.compared());
        }
        PairExplorer walks = new PairExplorer(group.settings(), group.members(), WALK, seed, pair -> {
            certifier.offer(pair, Source.WALK);
            certifier.offerEveryInput(pair.before());
        });
        while (certifier.compared() < pairs) {
            walks.walk(WALKS_AT_A_TIME);
            progress.accept(certifier.compared());
        }
        return certifier.finish();
    }
}
