package io.keelson.node.wire;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.Message;
import io.keelson.core.Message.AppendEntries;
import io.keelson.core.Message.AppendEntriesResponse;
import io.keelson.core.Message.InstallSnapshot;
import io.keelson.core.Message.InstallSnapshotResponse;
import io.keelson.core.Message.PreVote;
import io.keelson.core.Message.PreVoteResponse;
import io.keelson.core.Message.ReadIndexRequest;
import io.keelson.core.Message.ReadIndexResponse;
import io.keelson.core.Message.RequestVote;
import io.keelson.core.Message.RequestVoteResponse;
import io.keelson.core.Message.TimeoutNow;
import io.keelson.core.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a protocol message in a frame: the term, and then the record's components in their order. {@code from}, {@code fromIncarnation} and {@code to} stand in the frame's header
 * and nowhere else, so the two can't disagree; so it is with the indexes of entries, which follow {@code prevLogIndex} without gaps.
 */
final class MessageCodec {
    /** Term and the shortest payload. */
    private static final int LEAST_ENTRY_BYTES = Long.BYTES + PayloadCodec.size(Payload.NOOP);

    static final int HEARTBEAT_BYTES = 6 * Long.BYTES + Integer.BYTES;
    static final int APPEND_ENTRIES_RESPONSE_BYTES = 5 * Long.BYTES + 2;

    private MessageCodec() {}

    static FrameKind kind(Message message) {
        return switch (message) {
            case PreVote m -> FrameKind.PRE_VOTE;
            case PreVoteResponse m -> FrameKind.PRE_VOTE_RESPONSE;
            case RequestVote m -> FrameKind.REQUEST_VOTE;
            case RequestVoteResponse m -> FrameKind.REQUEST_VOTE_RESPONSE;
            case AppendEntries m -> FrameKind.APPEND_ENTRIES;
            case AppendEntriesResponse m -> FrameKind.APPEND_ENTRIES_RESPONSE;
            case ReadIndexRequest m -> FrameKind.READ_INDEX_REQUEST;
            case ReadIndexResponse m -> FrameKind.READ_INDEX_RESPONSE;
            case InstallSnapshot m -> FrameKind.INSTALL_SNAPSHOT;
            case InstallSnapshotResponse m -> FrameKind.INSTALL_SNAPSHOT_RESPONSE;
            case TimeoutNow m -> FrameKind.TIMEOUT_NOW;
        };
    }

    static int size(Message message) {
        return switch (message) {
            case PreVote m -> 3 * Long.BYTES;
            case PreVoteResponse m -> 2 * Long.BYTES + 1;
            case RequestVote m -> 3 * Long.BYTES + 1;
            case RequestVoteResponse m -> 2 * Long.BYTES + 1;
            case AppendEntries m -> HEARTBEAT_BYTES + entriesSize(m.entries());
            case AppendEntriesResponse m -> APPEND_ENTRIES_RESPONSE_BYTES;
            case ReadIndexRequest m -> 2 * Long.BYTES;
            case ReadIndexResponse m -> 3 * Long.BYTES;
            case InstallSnapshot m -> 4 * Long.BYTES + 2 * Integer.BYTES + PayloadCodec.size(m.base().configuration());
            case InstallSnapshotResponse m -> 2 * Long.BYTES + Integer.BYTES;
            case TimeoutNow m -> Long.BYTES;
        };
    }

    private static int entriesSize(List<Entry> entries) {
        int size = 0;
        for (Entry entry : entries) {
            size = Math.addExact(size, Long.BYTES + PayloadCodec.size(entry.payload()));
        }
        return size;
    }

    static void encode(Message message, ByteBuffer out) {
        out.putLong(message.term());
        switch (message) {
            case PreVote m -> out.putLong(m.lastLogIndex()).putLong(m.lastLogTerm());
            case PreVoteResponse m -> putFlag(out.putLong(m.toIncarnation()), m.granted());
            case RequestVote m -> {
                out.putLong(m.lastLogIndex()).putLong(m.lastLogTerm());
                putFlag(out, m.transfer());
            }
            case RequestVoteResponse m -> putFlag(out.putLong(m.toIncarnation()), m.granted());
            case AppendEntries m -> encodeAppendEntries(m, out);
            case AppendEntriesResponse m -> {
                putFlag(out, m.success());
                out.putLong(m.index()).putLong(m.hintIndex()).putLong(m.hintTerm()).putLong(m.readRound());
                putFlag(out, m.lost());
            }
            case ReadIndexRequest m -> out.putLong(m.requestId());
            case ReadIndexResponse m -> out.putLong(m.requestId()).putLong(m.readIndex());
            case InstallSnapshot m -> encodeInstallSnapshot(m, out);
            case InstallSnapshotResponse m -> out.putLong(m.index()).putInt(m.next());
            case TimeoutNow m -> { }
        }
    }

    private static void putFlag(ByteBuffer out, boolean flag) {
        out.put((byte) (flag ? 1 : 0));
    }

    private static void encodeInstallSnapshot(InstallSnapshot m, ByteBuffer out) {
        out.putLong(m.toIncarnation()).putLong(m.base().index()).putLong(m.base().term()).putInt(m.base().chunks()).putInt(m.chunk());
        PayloadCodec.encode(m.base().configuration(), out);
    }

    private static void encodeAppendEntries(AppendEntries m, ByteBuffer out) {
        out.putLong(m.toIncarnation()).putLong(m.prevLogIndex()).putLong(m.prevLogTerm()).putLong(m.leaderCommit()).putLong(m.readRound());
        out.putInt(m.entries().size());
        long index = m.prevLogIndex();
        for (Entry entry : m.entries()) {
            index++;
            if (entry.index() != index) {
                throw new IllegalArgumentException("entries must follow prevLogIndex without gaps: " + entry.index() + " stands where " + index
                        + " belongs");
            }
            out.putLong(entry.term());
            PayloadCodec.encode(entry.payload(), out);
        }
    }

    static Message decode(FrameKind kind, FrameHeader header, FrameReader in) throws MalformedFrameException {
        long from = header.from();
        long incarnation = header.fromIncarnation();
        long to = header.to();
        long term = in.atLeast(0, "term");
        return switch (kind) {
            case PRE_VOTE -> new PreVote(from, incarnation, to, term, in.atLeast(0, "lastLogIndex"), in.atLeast(0, "lastLogTerm"));
            case PRE_VOTE_RESPONSE -> new PreVoteResponse(from, incarnation, to, in.atLeast(1, "toIncarnation"), term, in.flag("granted"));
            case REQUEST_VOTE -> new RequestVote(from, incarnation, to, term, in.atLeast(0, "lastLogIndex"), in.atLeast(0, "lastLogTerm"), in.flag("transfer"));
            case REQUEST_VOTE_RESPONSE -> new RequestVoteResponse(from, incarnation, to, in.atLeast(1, "toIncarnation"), term, in.flag("granted"));
            case APPEND_ENTRIES -> decodeAppendEntries(from, incarnation, to, term, in);
            case APPEND_ENTRIES_RESPONSE -> new AppendEntriesResponse(
                    from,
                    incarnation,
                    to,
                    term,
                    in.flag("success"),
                    in.atLeast(0, "index"),
                    in.atLeast(0, "hintIndex"),
                    in.atLeast(0, "hintTerm"),
                    in.atLeast(0, "readRound"),
                    in.flag("lost"));
            case READ_INDEX_REQUEST -> new ReadIndexRequest(from, incarnation, to, term, in.anyLong("requestId"));
            case READ_INDEX_RESPONSE -> new ReadIndexResponse(from, incarnation, to, term, in.anyLong("requestId"), in.atLeast(0, "readIndex"));
            case INSTALL_SNAPSHOT -> decodeInstallSnapshot(from, incarnation, to, term, in);
            case INSTALL_SNAPSHOT_RESPONSE ->
                new InstallSnapshotResponse(from, incarnation, to, term, in.atLeast(0, "index"), in.intAtLeast(0, "next"));
            case TIMEOUT_NOW -> new TimeoutNow(from, incarnation, to, term);
            case FORWARDED_COMMAND, FORWARDED_OUTCOME, BEAT, REMOVED, HEARTBEATS, APPEND_ENTRIES_RESPONSES -> throw new AssertionError(kind + " is no message of the protocol");
        };
    }

    private static Message decodeInstallSnapshot(long from, long incarnation, long to, long term, FrameReader in) throws MalformedFrameException {
        long toIncarnation = in.atLeast(0, "toIncarnation");
        long index = in.atLeast(1, "the snapshot's index");
        long baseTerm = in.atLeast(1, "the snapshot's term");
        int chunks = in.intAtLeast(1, "the number of chunks");
        int chunk = in.intAtLeast(1, "the chunk");
        if (PayloadCodec.decode(in.rest()) instanceof Configuration configuration) {
            return new InstallSnapshot(from, incarnation, to, toIncarnation, term, new LogBase(index, baseTerm, configuration, chunks), chunk);
        }
        throw new MalformedFrameException("a snapshot without a configuration");
    }

    private static Message decodeAppendEntries(long from, long incarnation, long to, long term, FrameReader in) throws MalformedFrameException {
        long toIncarnation = in.atLeast(0, "toIncarnation");
        long prevLogIndex = in.atLeast(0, "prevLogIndex");
        long prevLogTerm = in.atLeast(0, "prevLogTerm");
        long leaderCommit = in.atLeast(0, "leaderCommit");
        long readRound = in.atLeast(0, "readRound");
        int count = in.count(LEAST_ENTRY_BYTES, "the number of entries");
        if (prevLogIndex > Long.MAX_VALUE - count) {
            throw new MalformedFrameException("prevLogIndex is " + prevLogIndex + ": no room for " + count + " entries after it");
        }
        List<Entry> entries = new ArrayList<>(count);
        Payload before = null;
        for (int i = 1; i <= count; i++) {
            long entryTerm = in.atLeast(1, "the term of an entry");
            before = PayloadCodec.decode(in.rest(), before);
            entries.add(new Entry(prevLogIndex + i, entryTerm, before));
        }
        return new AppendEntries(from, incarnation, to, toIncarnation, term, prevLogIndex, prevLogTerm, entries, leaderCommit, readRound);
    }
}
