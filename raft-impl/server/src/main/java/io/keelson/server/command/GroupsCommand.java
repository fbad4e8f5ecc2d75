package io.keelson.server.command;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.keelson.server.etcd.KeelsonMethods;
import io.keelson.server.proto.BalanceGroupsRequest;
import io.keelson.server.proto.BalanceGroupsResponse;
import io.keelson.server.proto.CreateGroupRequest;
import io.keelson.server.proto.CreateGroupResponse;
import io.keelson.server.proto.DeleteGroupRequest;
import io.keelson.server.proto.GroupInfo;
import io.keelson.server.proto.ListGroupsRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keelson groups}: the groups of a running cluster. */
@Command(
        name = "groups",
        description = {
            "The groups of a running cluster, each a store of its own, beside the default one: asked of any member.%n",
            "A client's request is for the group named in the gRPC metadata keelson-group; without it, for the default group."
        },
        footer = {"", "Exit codes: 0 done, 1 refused, nothing was changed, 2 unreachable, or it is not known whether it was done, 254 bad arguments, 255 crash."})
public final class GroupsCommand implements Runnable {
    private static final int REFUSED = 1;
    private static final int UNKNOWN = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with the groups: list, create, delete or balance");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Work {
        void run(Member member);
    }

    /** The member that is asked. */
    private record Member(ManagedChannel channel, Duration patience) {
        <A, B> B call(MethodDescriptor<A, B> method, A request) {
            return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS), request);
        }
    }

    private int attempt(String what, ClientOptions client, Work work) {
        PrintWriter err = spec.commandLine().getErr();
        String name = spec.qualifiedName() + " " + what + ": ";
        ManagedChannel channel = null;
        try {
            channel = client.open();
            work.run(new Member(channel, client.patience()));
            return 0;
        } catch (StatusRuntimeException failed) {
            Status status = failed.getStatus();
            err.println(name + CommandFailures.ofCall(client.endpoint(), status));
            return status.getCode() == Status.Code.FAILED_PRECONDITION || status.getCode() == Status.Code.INVALID_ARGUMENT ? REFUSED : UNKNOWN;
        } catch (IOException unusable) {
            err.println(name + unusable.getMessage());
            return UNKNOWN;
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    @Command(description = "Lists the groups: their members, leaders, and why what is not as it should be is not so yet.")
    int list(@Mixin ClientOptions client) {
        return attempt("list", client, member -> print(member.call(KeelsonMethods.LIST_GROUPS, ListGroupsRequest.getDefaultInstance()).getGroupsList()));
    }

    @Command(description = "Makes a group, on the members that hold the fewest.")
    int create(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "NAME", description = "Its name: a-z, 0-9, '.', '_' and '-'.") String name,
            @Option(names = "--replicas", paramLabel = "N", defaultValue = "0", description = "How many members hold it (default: 3, or all if there are fewer).") int replicas) {
        if (replicas < 0) {
            throw new ParameterException(spec.subcommands().get("create"), "--replicas: " + replicas + " is no number of members");
        }
        return attempt("create", client, member -> {
            CreateGroupRequest wanted = CreateGroupRequest.newBuilder().setName(name).setReplicas(replicas).build();
            CreateGroupResponse created = member.call(KeelsonMethods.CREATE_GROUP, wanted);
            out().println("created: group " + created.getId() + " '" + name + "' on members " + created.getWantedList());
        });
    }

    @Command(description = "Drops a group on all its members; its data goes with it.")
    int delete(@Mixin ClientOptions client, @Parameters(paramLabel = "NAME", description = "Its name.") String name) {
        return attempt("delete", client, member -> {
            long id = member.call(KeelsonMethods.DELETE_GROUP, DeleteGroupRequest.newBuilder().setName(name).build()).getId();
            out().println("deleted: group " + id + " '" + name + "'");
        });
    }

    @Command(description = {
        "Spreads replicas evenly over the members, one move a group at a time, and says of every other group why it stays.",
        "Leaders are spread evenly by the members themselves, without being asked: the second table says where each belongs."
    })
    int balance(@Mixin ClientOptions client, @Option(names = "--dry-run", description = "Changes nothing; prints what would be moved.") boolean dryRun) {
        return attempt("balance", client, member -> {
            BalanceGroupsResponse answer = member.call(KeelsonMethods.BALANCE_GROUPS, BalanceGroupsRequest.newBuilder().setDryRun(dryRun).build());
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"GROUP", "REPLICA", "WHY"});
            String done = dryRun ? "would be moved" : "is being moved";
            answer.getMovesList().forEach(move -> rows.add(new String[] {move.getGroup(), move.getFrom() + " -> " + move.getTo(), done + ", to spread replicas evenly"}));
            answer.getKeptList().forEach(kept -> rows.add(new String[] {kept.getGroup(), "stay", kept.getReason()}));
            table(rows);
            out().println();
            print(answer.getGroupsList());
        });
    }

    private void print(List<GroupInfo> groups) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"ID", "GROUP", "MEMBERS", "LEADER", "BELONGS", "STATE"});
        Map<Long, Integer> led = new TreeMap<>();
        for (GroupInfo group : groups) {
            String leader = group.getLeader() == 0 ? "-" : String.valueOf(group.getLeader());
            rows.add(new String[] {
                String.valueOf(group.getId()), group.getName(), group.getWantedList().toString(), leader, String.valueOf(group.getPreferred()), group.getNote()
            });
            group.getWantedList().forEach(member -> led.putIfAbsent(member, 0));
            if (group.getLeader() != 0) {
                led.merge(group.getLeader(), 1, Integer::sum);
            }
        }
        table(rows);
        out().println(groups.isEmpty() ? "no groups but the default one" : groups.size() + " groups; led by each member, as far as this one knows: " + led);
    }

    private void table(List<String[]> rows) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row[i]).append(i == columns - 1 ? "" : " ".repeat(widths[i] - row[i].length() + 2));
            }
            out().println(line);
        }
    }
}
