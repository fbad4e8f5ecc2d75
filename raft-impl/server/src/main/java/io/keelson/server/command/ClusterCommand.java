package io.keelson.server.command;

import io.keelson.server.Ports;
import io.keelson.server.PortInUseException;
import io.keelson.server.config.Address;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keelson cluster}: a cluster on this machine, a process for each member, until it is interrupted. */
@Command(
        name = "cluster",
        usageHelpAutoWidth = true,
        description = {
            "Starts a cluster of three on this machine, a process for each member, that etcdctl and every etcd client can talk to.%n",
            "Each member takes three ports in a row: clients, the other members, admin pages. Kill a member and watch the others go on; "
                    + "Ctrl-C ends them all. Started again with the same data directory, the cluster has its data back.%n"
        },
        footer = {
            "",
            "Exit codes: 0 all members have ended, 3 port in use, 130 or 143 ended by a signal, 254 wrong settings, 255 crash; that of a "
                    + "member which could not start."
        })
public final class ClusterCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--client-ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "2379,22379,32379",
            description = "A client port for each member. Default: ${DEFAULT-VALUE}.")
    private List<Integer> clientPorts;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "keelson-data",
            description = "Where the members keep their data, a folder each. Default: ${DEFAULT-VALUE}.")
    private Path dataDir;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String prefix = spec.qualifiedName() + ": ";
        List<MemberPlan> members = plan();
        String mistake = mistake(members);
        if (mistake != null) {
            err.println(prefix + mistake);
            return ServerExit.BAD_CONFIGURATION;
        }
        try {
            for (MemberPlan member : members) {
                Ports.requireFree(member.client(), member.peer(), member.admin());
            }
        } catch (PortInUseException taken) {
            err.println(prefix + taken.getMessage());
            return ServerExit.PORT_IN_USE;
        }
        return run(members, out, err, prefix);
    }

    private int run(List<MemberPlan> members, PrintWriter out, PrintWriter err, String prefix) throws IOException {
        try (LocalCluster cluster = LocalCluster.start(members, out)) {
            Thread closing = new Thread(cluster::close, "close");
            Runtime.getRuntime().addShutdownHook(closing);
            LocalCluster.Member failed = cluster.awaitReady();
            if (failed != null) {
                err.println(prefix + "member " + failed.plan().id() + " could not start; its lines above say why");
                return failed.exitCode();
            }
            announce(cluster, out);
            cluster.awaitEnd();
            return ServerExit.ENDED;
        }
    }

    private void announce(LocalCluster cluster, PrintWriter out) {
        String format = "%-8s %-9s %-22s %-22s %s%n";
        out.printf(format, "MEMBER", "PID", "CLIENTS", "ADMIN", "DATA");
        for (LocalCluster.Member member : cluster.members()) {
            MemberPlan plan = member.plan();
            out.printf(format, plan.id(), member.pid(), plan.client(), plan.admin(), plan.dataDir());
        }
        String endpoints = cluster.members().stream()
                .map(member -> member.plan().client().toString())
                .collect(Collectors.joining(","));
        out.println();
        out.println("Try:  export ETCDCTL_API=3 ETCDCTL_ENDPOINTS=" + endpoints);
        out.println("      etcdctl put hello world && etcdctl get hello && etcdctl endpoint status -w table");
        out.println("Ctrl-C ends the cluster.");
        out.flush();
    }

    private List<MemberPlan> plan() {
        List<MemberPlan> members = new ArrayList<>();
        for (int port : clientPorts) {
            int id = members.size() + 1;
            members.add(new MemberPlan(
                    id,
                    new Address(host, port),
                    new Address(host, port + 1),
                    new Address(host, port + 2),
                    dataDir.resolve("member-" + id)));
        }
        return members;
    }

    /** Says in one line what is wrong with the ports; null if nothing is. */
    private static String mistake(List<MemberPlan> members) {
        List<Address> taken = new ArrayList<>();
        for (MemberPlan member : members) {
            for (Address address : List.of(member.client(), member.peer(), member.admin())) {
                if (address.port() < 1 || address.port() > LAST_PORT) {
                    return "--client-ports: there is no port " + address.port() + " (a member takes three in a row)";
                }
                if (taken.contains(address)) {
                    return "--client-ports: two members would listen on port " + address.port()
                            + " (a member takes three in a row); leave at least two ports between them";
                }
                taken.add(address);
            }
        }
        return null;
    }
}
