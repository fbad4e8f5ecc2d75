package io.keelson.bench.compare;

import io.keelson.bench.compare.member.BenchMember;
import io.keelson.bench.compare.member.MemberProcess;
import io.keelson.bench.compare.member.Store;
import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Keelson as a library, with the settings that it has by default. */
public final class KeelsonMember implements BenchMember {
    private static final long CLUSTER = 1;
    private static final long GROUP = 1;

    private final RunningNode node;

    private KeelsonMember(RunningNode node) {
        this.node = node;
    }

    /** The main method of a member's process. */
    public static void main(String[] arguments) throws Exception {
        MemberProcess.run(arguments, KeelsonMember::start);
    }

    private static KeelsonMember start(MemberProcess.Settings settings) throws NodeOpenException {
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        for (int port : settings.ports()) {
            peers.put(peers.size() + 1L, new InetSocketAddress("127.0.0.1", port));
        }
        Configuration voters = Configuration.of(LongStream.rangeClosed(1, peers.size()).toArray());
        long number = settings.number();
        return new KeelsonMember(RunningNode.start(
                new RunningNodeSettings(
                        NodeSettings.of(CLUSTER, number),
                        settings.directory(),
                        peers.get(number),
                        peers,
                        List.of(new GroupSettings(GROUP, voters, new Machine()))),
                reason -> {
                    System.err.println(reason);
                    Runtime.getRuntime().halt(1);
                }));
    }

    @Override
    public boolean isLeader() {
        return node.status().groups().getFirst().role() == Role.LEADER;
    }

    @Override
    public void put(byte[] command, Completion completion) {
        node.propose(GROUP, Bytes.wrap(command)).thenAccept(outcome -> completion.done(outcome instanceof Outcome.Done));
    }

    @Override
    public void get(byte[] key, Completion completion) {
        node.read(GROUP, machine -> ((Machine) machine).store.get(key) == null)
                .thenAccept(outcome -> completion.done(outcome instanceof Outcome.Done));
    }

    @Override
    public void close() {
        node.close();
    }

    private static final class Machine implements StateMachine {
        private final Store store = new Store();

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            store.apply(command.shared());
            return Bytes.EMPTY;
        }
    }
}
