package io.keelson.jepsen.driver;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes of a local driver get besides a process.
 *
 * @param spare whether there is a host beside theirs on which no node lives at first, if the driver can have one; see {@link Driver#spares}
 * @param proxied whether they dial each other through proxies where there would be none without need, and can have them
 * @param ownDisks whether each has a disk of its own, whose power can be taken away and which can be filled
 * @param standingOrders what every node is ordered to do wrong for the whole run; see {@link Driver#order}
 * @param upgrade the words of a command line that an upgrade replaces, and by what; see {@link Driver#upgrade}
 */
public record LocalSetup(boolean spare, boolean proxied, boolean ownDisks, List<String> standingOrders, Map<String, String> upgrade) {
    /** Nothing else. */
    public static final LocalSetup PLAIN = new LocalSetup(false, false, false, List.of(), Map.of());

    public LocalSetup {
        standingOrders = List.copyOf(standingOrders);
        upgrade = Map.copyOf(upgrade);
    }

    /** These, and what any driver can do whose nodes are processes of this machine. */
    static Set<Ability> abilities(Ability... own) {
        EnumSet<Ability> all = EnumSet.of(Ability.ORDERS, own);
        all.add(Ability.FILES);
        if (LoopDisk.obstacle() == null) {
            all.add(Ability.POWER);
            all.add(Ability.SPACE);
        }
        return Collections.unmodifiableSet(all);
    }
}
