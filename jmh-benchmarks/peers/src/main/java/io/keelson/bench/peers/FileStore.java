package io.keelson.bench.peers;

import io.microraft.RaftEndpoint;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** MicroRaft's store as one file that only grows: a record for each call, forced when MicroRaft says so. Without checksums, and never compacted. */
final class FileStore implements RaftStore {
    private static final int ENDPOINT = 1;
    private static final int MEMBERS = 2;
    private static final int TERM = 3;
    private static final int ENTRIES = 4;
    private static final int CUT = 5;

    private final DefaultRaftModelFactory model = new DefaultRaftModelFactory();
    private final Path path;
    private final MessageCodec codec;
    private final FileChannel file;
    private final ByteBuf buffer = Unpooled.directBuffer(1 << 16);

    FileStore(Path path, MessageCodec codec) throws IOException {
        this.path = path;
        this.codec = codec;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** What an earlier process left; null if there was none. */
    RestoredRaftState restored() throws IOException {
        ByteBuf in = Unpooled.wrappedBuffer(Files.readAllBytes(path));
        RaftEndpointPersistentState endpoint = null;
        RaftGroupMembersView members = null;
        RaftTermPersistentState term = null;
        TreeMap<Long, LogEntry> entries = new TreeMap<>();
        while (in.readableBytes() >= Integer.BYTES && in.readableBytes() >= Integer.BYTES + in.getInt(in.readerIndex())) {
            ByteBuf record = in.readSlice(in.readInt());
            switch (record.readByte()) {
                case ENDPOINT -> endpoint = model.createRaftEndpointPersistentStateBuilder()
                        .setLocalEndpoint(endpoint(record)).setVoting(record.readBoolean()).build();
                case MEMBERS -> {
                    List<RaftEndpoint> all = new ArrayList<>();
                    long index = record.readLong();
                    while (record.isReadable()) {
                        all.add(endpoint(record));
                    }
                    members = model.createRaftGroupMembersViewBuilder().setLogIndex(index).setMembers(all).setVotingMembers(all).build();
                }
                case TERM -> term = model.createRaftTermPersistentStateBuilder()
                        .setTerm(record.readInt()).setVotedFor(endpoint(record)).build();
                case ENTRIES -> {
                    while (record.isReadable()) {
                        LogEntry entry = codec.decodeEntry(record);
                        entries.put(entry.getIndex(), entry);
                    }
                }
                case CUT -> entries.tailMap(record.readLong(), true).clear();
                default -> throw new IOException("no record of a store: " + path);
            }
        }
        return endpoint == null || members == null || term == null
                ? null
                : new RestoredRaftState(endpoint, members, term, null, new ArrayList<>(entries.values()));
    }

    private static RaftEndpoint endpoint(ByteBuf record) {
        int number = record.readInt();
        return number == 0 ? null : new Endpoint(number);
    }

    private void begin(int kind) {
        buffer.clear().writeInt(0).writeByte(kind);
    }

    private void append() throws IOException {
        buffer.setInt(0, buffer.readableBytes() - Integer.BYTES);
        while (buffer.isReadable()) {
            buffer.readBytes(file, buffer.readableBytes());
        }
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) throws IOException {
        begin(ENDPOINT);
        buffer.writeInt(MessageCodec.number(state.getLocalEndpoint())).writeBoolean(state.isVoting());
        append();
        flush();
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) throws IOException {
        begin(MEMBERS);
        buffer.writeLong(members.getLogIndex());
        members.getMembers().forEach(member -> buffer.writeInt(MessageCodec.number(member)));
        append();
        flush();
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState state) throws IOException {
        begin(TERM);
        buffer.writeInt(state.getTerm()).writeInt(MessageCodec.number(state.getVotedFor()));
        append();
        flush();
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) throws IOException {
        begin(ENTRIES);
        entries.forEach(entry -> MessageCodec.encode(entry, buffer));
        append();
    }

    @Override
    public void truncateLogEntriesFrom(long index) throws IOException {
        begin(CUT);
        buffer.writeLong(index);
        append();
    }

    @Override
    public void flush() throws IOException {
        file.force(false);
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) {
        // Snapshots are empty: the file keeps all entries instead.
    }

    @Override
    public void truncateLogEntriesUntil(long index) {
        // As above.
    }

    @Override
    public void deleteSnapshotChunks(long index, int count) {
        // As above.
    }
}
