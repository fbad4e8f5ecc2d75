package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;
import io.keelson.node.snapshot.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What the library adds to a state machine's snapshot, as records before those of the machine: a head (format, the log's time, the number of sessions), the table of members,
 * the table of groups, and each session. Format 1 had no table of groups.
 */
final class SessionSnapshot implements Snapshot {
    static final byte FORMAT = 2;
    static final byte WITHOUT_GROUPS = 1;
    static final int OF_MEMBERS = 2;
    static final int OF_GROUPS = 3;
    private static final int HEAD = 1 + Long.BYTES + Integer.BYTES;

    private final ArrayDeque<Bytes> ours;
    private final Snapshot machines;

    /** Pins what the library holds; of the machine's it reads on. */
    SessionSnapshot(long logTimeMillis, MemberTable members, GroupTable groups, SessionTable sessions, Snapshot machines) {
        this.machines = machines;
        ours = new ArrayDeque<>(sessions.encode());
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(FORMAT).putLong(logTimeMillis).putInt(ours.size());
        ours.addFirst(groups.encode());
        ours.addFirst(members.encode());
        ours.addFirst(Bytes.wrap(head.array()));
    }

    @Override
    public Bytes next() {
        return ours.isEmpty() ? machines.next() : ours.poll();
    }

    @Override
    public void close() {
        machines.close();
    }

    /**
     * The first record.
     *
     * @param withGroups whether there is a table of groups
     * @param logTimeMillis the log's time
     * @param sessions how many follow
     */
    record Head(boolean withGroups, long logTimeMillis, int sessions) {
        static Head decode(Bytes record) throws DamagedSnapshotException {
            RecordReader in = new RecordReader("the head of the sessions", record);
            byte format = in.i8();
            NewerSnapshotException.requireKnown("the sessions' part", format, FORMAT);
            Head head = new Head(format > WITHOUT_GROUPS, in.i64(), in.plainCount());
            in.end();
            return head;
        }
    }

    /** Takes the same records. */
    static final class Restore implements SnapshotRestore {
        private final SessionMachine restored;
        private final SnapshotRestore machines;
        private int taken;
        private boolean withGroups;
        private int sessionsLeft;

        Restore(SessionMachine restored, SnapshotRestore machines) {
            this.restored = restored;
            this.machines = machines;
        }

        @Override
        public void accept(Bytes record) throws DamagedSnapshotException {
            taken++;
            if (taken == 1) {
                head(Head.decode(record));
            } else if (taken == OF_MEMBERS) {
                restored.members().decode(record);
            } else if (taken == OF_GROUPS && withGroups) {
                restored.groups().decode(record);
            } else if (sessionsLeft > 0) {
                sessionsLeft--;
                restored.sessions().decode(record);
            } else {
                machines.accept(record);
            }
        }

        private void head(Head head) {
            withGroups = head.withGroups();
            restored.logTime(head.logTimeMillis());
            sessionsLeft = head.sessions();
        }

        @Override
        public void finish() throws DamagedSnapshotException {
            if (taken < (withGroups ? OF_GROUPS : OF_MEMBERS) || sessionsLeft > 0) {
                throw new DamagedSnapshotException("it ends before the last of its sessions");
            }
            machines.finish();
        }
    }
}
