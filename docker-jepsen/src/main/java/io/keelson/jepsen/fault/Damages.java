package io.keelson.jepsen.fault;

import io.keelson.jepsen.driver.Driver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Damage to what is on the disks of nodes that are down. */
final class Damages {
    private static final int BITS = 3;

    private Damages() {}

    /** Damage to one node, each in another place. */
    private interface ToDisk {
        List<String> inflict(String node, long luck) throws IOException;
    }

    static void flipBits(Driver driver, Strike strike) throws IOException {
        each(driver, strike, (node, luck) -> driver.flipBits(node, BITS, luck));
    }

    static void truncate(Driver driver, Strike strike) throws IOException {
        each(driver, strike, driver::truncate);
    }

    /** A fault that found nothing to damage has not struck; who was ended for it is started again. */
    private static void each(Driver driver, Strike strike, ToDisk damage) throws IOException {
        List<String> done = new ArrayList<>();
        for (int i = 0; i < strike.nodes().size(); i++) {
            done.addAll(damage.inflict(strike.nodes().get(i), strike.luck() + i));
        }
        if (done.isEmpty()) {
            for (String node : strike.nodes()) {
                driver.start(node);
            }
            throw new NotNow("there is nothing yet on the disk of " + String.join(", ", strike.nodes()));
        }
    }
}
