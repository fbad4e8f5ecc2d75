package io.keelson.jepsen.fault;

import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One thing done to a cluster. */
@FunctionalInterface
interface Harm {
    /** Nothing. */
    Harm NOTHING = (driver, strike) -> {};

    /** All links are sound again. */
    Harm HEAL = (driver, strike) -> driver.shape(Map.of());

    /** The nodes do right again. */
    Harm OBEY = order();

    /** Something done to a single node. */
    @FunctionalInterface
    interface ToNode {
        void inflict(Driver driver, String node) throws IOException;
    }

    /**
     * Does it.
     *
     * @throws NotNow if the cluster said no, and nothing was done
     */
    void inflict(Driver driver, Strike strike) throws IOException;

    /** Done to each node that is hit. */
    static Harm each(ToNode harm) {
        return (driver, strike) -> {
            for (String node : strike.nodes()) {
                harm.inflict(driver, node);
            }
        };
    }

    /** The nodes are ordered to do wrong; no order at all is to do right. */
    static Harm order(String... orders) {
        return each((driver, node) -> driver.order(node, List.of(orders)));
    }

    /** A node that has ended, or is about to, does right again in a new life. */
    static Harm startAnew() {
        return each((driver, node) -> {
            driver.order(node, List.of());
            driver.kill(node);
            driver.start(node);
        });
    }

    /** Done to the links. */
    static Harm links(Function<Strike, Map<Link, LinkState>> shape) {
        return (driver, strike) -> driver.shape(shape.apply(strike));
    }
}
