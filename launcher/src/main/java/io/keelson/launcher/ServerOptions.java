package io.keelson.launcher;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.LocalSetup;
import io.keelson.jepsen.driver.NodePlan;
import io.keelson.jepsen.driver.ServerCommand;
import io.keelson.jepsen.fault.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What the servers of a run get besides their addresses.
 *
 * @param flags settings as a server takes them on its command line, such as {@code --store=heap}
 * @param setup their disks, and what they are ordered to do wrong
 * @param obedient whether they obey orders to do wrong
 * @param build the build that they are of at first; an upgrade leads to this one
 */
public record ServerOptions(List<String> flags, LocalSetup setup, boolean obedient, ServerBuild build) implements ServerCommand {
    /** Nothing else. */
    public static final ServerOptions PLAIN = new ServerOptions(List.of(), LocalSetup.PLAIN, false, ServerBuild.THIS);

    public ServerOptions {
        flags = List.copyOf(flags);
    }

    /** What servers of this build need that are to suffer these faults. */
    static ServerOptions of(List<String> flags, List<Fault> faults, List<String> standingOrders) {
        return of(flags, faults, standingOrders, ServerBuild.THIS);
    }

    /** What servers of any build need that are to suffer these faults. */
    static ServerOptions of(List<String> flags, List<Fault> faults, List<String> standingOrders, ServerBuild build) {
        EnumSet<Ability> needs = EnumSet.noneOf(Ability.class);
        faults.forEach(fault -> fault.parts().forEach(part -> needs.add(part.kind().needs())));
        boolean disks = needs.contains(Ability.POWER) || needs.contains(Ability.SPACE);
        boolean proxied = needs.contains(Ability.CONNECTIONS);
        boolean orders = !standingOrders.isEmpty() || proxied || needs.contains(Ability.ORDERS);
        return new ServerOptions(flags, new LocalSetup(needs.contains(Ability.SPARE), proxied, disks, standingOrders, build.upgrade()), orders, build);
    }

    /** The same servers, that obey. */
    ServerOptions obeying() {
        return new ServerOptions(flags, setup, true, build);
    }

    @Override
    public List<String> commandLine(NodePlan node, List<NodePlan> cluster) {
        return completed(ServerProcess.commandLine(build, node, cluster), node);
    }

    /** Returns what a node that is a server already, in an image, gets on its command line. */
    List<String> arguments(NodePlan node, List<NodePlan> cluster) {
        return completed(ServerProcess.arguments(node, cluster), node);
    }

    private List<String> completed(List<String> begun, NodePlan node) {
        List<String> line = new ArrayList<>(begun);
        line.addAll(flags);
        if (obedient) {
            line.add("--unsafe-control=" + node.ordersFile());
        }
        return line;
    }
}
