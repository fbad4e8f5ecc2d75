package io.keelson.bench.peers;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import io.keelson.bench.compare.member.BenchMember;
import io.keelson.bench.compare.member.MemberProcess;
import io.keelson.bench.compare.member.Store;
import java.nio.ByteBuffer;

/**
 * SOFAJRaft with its defaults: the log in RocksDB, forced with each batch; the term and the vote are not forced unless told so. Snapshots are so far apart that none is taken.
 * Reads go through ReadIndex with a quorum's confirmation.
 */
final class SofaJraftMember implements BenchMember {
    private static final int NO_SNAPSHOTS_SECONDS = 86_400;

    private final RaftGroupService service;
    private final Node node;
    private final Machine machine;

    private SofaJraftMember(RaftGroupService service, Machine machine) {
        this.service = service;
        this.node = service.start();
        this.machine = machine;
    }

    /** The main method of a member's process. */
    public static void main(String[] arguments) throws Exception {
        MemberProcess.run(arguments, SofaJraftMember::start);
    }

    private static SofaJraftMember start(MemberProcess.Settings settings) {
        Configuration members = new Configuration();
        settings.ports().forEach(port -> members.addPeer(peer(port)));
        Machine machine = new Machine();
        NodeOptions options = new NodeOptions();
        options.setInitialConf(members);
        options.setFsm(machine);
        options.setLogUri(settings.directory().resolve("log").toString());
        options.setRaftMetaUri(settings.directory().resolve("meta").toString());
        options.setSnapshotUri(settings.directory().resolve("snapshot").toString());
        options.setSnapshotIntervalSecs(NO_SNAPSHOTS_SECONDS);
        PeerId self = peer(settings.ports().get(settings.number() - 1));
        return new SofaJraftMember(new RaftGroupService("bench", self, options), machine);
    }

    private static PeerId peer(int port) {
        return new PeerId("127.0.0.1", port);
    }

    @Override
    public boolean isLeader() {
        return node.isLeader();
    }

    @Override
    public void put(byte[] command, Completion completion) {
        node.apply(new Task(ByteBuffer.wrap(command), status -> completion.done(status.isOk())));
    }

    @Override
    public void get(byte[] key, Completion completion) {
        node.readIndex(key, new ReadIndexClosure() {
            @Override
            public void run(Status status, long index, byte[] context) {
                if (status.isOk()) {
                    machine.store.get(context);
                }
                completion.done(status.isOk());
            }
        });
    }

    @Override
    public void close() {
        service.shutdown();
    }

    private static final class Machine extends StateMachineAdapter {
        private final Store store = new Store();

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                ByteBuffer data = entries.getData();
                byte[] command = new byte[data.remaining()];
                data.get(data.position(), command);
                store.apply(command);
                Closure done = entries.done();
                if (done != null) {
                    done.run(Status.OK());
                }
                entries.next();
            }
        }
    }
}
