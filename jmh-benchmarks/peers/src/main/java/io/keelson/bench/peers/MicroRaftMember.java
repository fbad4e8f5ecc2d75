package io.keelson.bench.peers;

import io.keelson.bench.compare.member.BenchMember;
import io.keelson.bench.compare.member.MemberProcess;
import io.keelson.bench.compare.member.Store;
import io.microraft.QueryPolicy;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.persistence.RestoredRaftState;
import io.microraft.statemachine.StateMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * MicroRaft, which brings neither a transport nor, as used here, a store: both are plain ones of this package, without checksums, and its snapshots are empty, so its figures are
 * a lower bound of what a complete system costs. Heartbeats are due each second and missed after two, since the defaults (2 s and 10 s) would make a
 * fail-over take longer than a round.
 */
final class MicroRaftMember implements BenchMember {
    private static final String GROUP = "bench";
    private static final int COMMITS_TO_SNAPSHOT = 1_000_000;

    private final RaftNode node;
    private final NettyLinks links;

    private MicroRaftMember(RaftNode node, NettyLinks links) {
        this.node = node;
        this.links = links;
    }

    /** The main method of a member's process. */
    public static void main(String[] arguments) throws Exception {
        MemberProcess.run(arguments, MicroRaftMember::start);
    }

    private static MicroRaftMember start(MemberProcess.Settings settings) throws IOException {
        List<RaftEndpoint> members = new ArrayList<>();
        for (int number = 1; number <= settings.ports().size(); number++) {
            members.add(new Endpoint(number));
        }
        MessageCodec codec = new MessageCodec(GROUP);
        FileStore store = new FileStore(settings.directory().resolve("log"), codec);
        RestoredRaftState restored = store.restored();
        NettyLinks links = new NettyLinks(settings.ports(), settings.number(), codec);
        RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
                .setGroupId(GROUP)
                .setConfig(RaftConfig.newBuilder()
                        .setLeaderElectionTimeoutMillis(1_000)
                        .setLeaderHeartbeatPeriodSecs(1)
                        .setLeaderHeartbeatTimeoutSecs(2)
                        .setCommitCountToTakeSnapshot(COMMITS_TO_SNAPSHOT)
                        .build())
                .setTransport(links)
                .setStore(store)
                .setStateMachine(new Machine());
        RaftNode node = (restored == null
                        ? builder.setLocalEndpoint(members.get(settings.number() - 1)).setInitialGroupMembers(members)
                        : builder.setRestoredState(restored))
                .build();
        links.start(node::handle);
        node.start().join();
        return new MicroRaftMember(node, links);
    }

    @Override
    public boolean isLeader() {
        return node.getLocalEndpoint().equals(node.getTerm().getLeaderEndpoint());
    }

    @Override
    public void put(byte[] command, Completion completion) {
        node.replicate(command).whenComplete((answer, failure) -> completion.done(failure == null));
    }

    @Override
    public void get(byte[] key, Completion completion) {
        node.query(new Query(key), QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty())
                .whenComplete((answer, failure) -> completion.done(failure == null));
    }

    @Override
    public void close() {
        node.terminate();
        links.close();
    }

    private record Query(byte[] key) {}

    private static final class Machine implements StateMachine {
        private final Store store = new Store();

        @Override
        public Object runOperation(long index, Object operation) {
            if (operation instanceof Query query) {
                return store.get(query.key);
            }
            byte[] command = (byte[]) operation;
            // The operation that opens a term is empty.
            if (command.length > 0) {
                store.apply(command);
            }
            return null;
        }

        @Override
        public void takeSnapshot(long index, Consumer<Object> chunks) {
            chunks.accept(new byte[0]);
        }

        @Override
        public void installSnapshot(long index, List<Object> chunks) {
            throw new UnsupportedOperationException("a snapshot is never installed in a comparison");
        }

        @Override
        public Object getNewTermOperation() {
            return new byte[0];
        }
    }
}
