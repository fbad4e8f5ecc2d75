package io.keelson.bench.peers;

import io.microraft.RaftEndpoint;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.BaseLogEntry;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** MicroRaft's messages as bytes; operations are byte arrays. Installation of snapshots is left out: none is needed in a comparison. */
final class MessageCodec {
    private static final int PRE_VOTE = 1;
    private static final int PRE_VOTE_RESPONSE = 2;
    private static final int VOTE = 3;
    private static final int VOTE_RESPONSE = 4;
    private static final int APPEND = 5;
    private static final int APPENDED = 6;
    private static final int NOT_APPENDED = 7;
    private static final int ELECT = 8;

    private final DefaultRaftModelFactory model = new DefaultRaftModelFactory();
    private final String group;

    MessageCodec(String group) {
        this.group = group;
    }

    void encode(RaftMessage message, ByteBuf out) {
        switch (message) {
            case AppendEntriesRequest m -> {
                begin(out, APPEND, m).writeInt(m.getPreviousLogTerm()).writeLong(m.getPreviousLogIndex()).writeLong(m.getCommitIndex());
                out.writeLong(m.getQuerySequenceNumber()).writeLong(m.getFlowControlSequenceNumber()).writeInt(m.getLogEntries().size());
                m.getLogEntries().forEach(entry -> encode(entry, out));
            }
            case AppendEntriesSuccessResponse m -> begin(out, APPENDED, m)
                    .writeLong(m.getLastLogIndex()).writeLong(m.getQuerySequenceNumber()).writeLong(m.getFlowControlSequenceNumber());
            case AppendEntriesFailureResponse m -> begin(out, NOT_APPENDED, m)
                    .writeLong(m.getExpectedNextIndex()).writeLong(m.getQuerySequenceNumber()).writeLong(m.getFlowControlSequenceNumber());
            case PreVoteRequest m -> begin(out, PRE_VOTE, m).writeInt(m.getLastLogTerm()).writeLong(m.getLastLogIndex());
            case PreVoteResponse m -> begin(out, PRE_VOTE_RESPONSE, m).writeBoolean(m.isGranted());
            case VoteRequest m -> begin(out, VOTE, m)
                    .writeInt(m.getLastLogTerm()).writeLong(m.getLastLogIndex()).writeBoolean(m.isSticky());
            case VoteResponse m -> begin(out, VOTE_RESPONSE, m).writeBoolean(m.isGranted());
            case TriggerLeaderElectionRequest m -> begin(out, ELECT, m).writeInt(m.getLastLogTerm()).writeLong(m.getLastLogIndex());
            default -> throw new UnsupportedOperationException("no message of a comparison: " + message);
        }
    }

    private static ByteBuf begin(ByteBuf out, int kind, RaftMessage message) {
        return out.writeByte(kind).writeInt(number(message.getSender())).writeInt(message.getTerm());
    }

    static int number(RaftEndpoint endpoint) {
        return endpoint == null ? 0 : ((Endpoint) endpoint).number();
    }

    static void encode(BaseLogEntry entry, ByteBuf out) {
        byte[] operation = (byte[]) entry.getOperation();
        out.writeLong(entry.getIndex()).writeInt(entry.getTerm()).writeInt(operation.length).writeBytes(operation);
    }

    LogEntry decodeEntry(ByteBuf in) {
        long index = in.readLong();
        int term = in.readInt();
        byte[] operation = new byte[in.readInt()];
        in.readBytes(operation);
        return model.createLogEntryBuilder().setIndex(index).setTerm(term).setOperation(operation).build();
    }

    RaftMessage decode(ByteBuf in) {
        int kind = in.readByte();
        RaftEndpoint sender = new Endpoint(in.readInt());
        int term = in.readInt();
        return switch (kind) {
            case APPEND -> decodeAppend(in, sender, term);
            case APPENDED -> model.createAppendEntriesSuccessResponseBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setLastLogIndex(in.readLong()).setQuerySequenceNumber(in.readLong()).setFlowControlSequenceNumber(in.readLong()).build();
            case NOT_APPENDED -> model.createAppendEntriesFailureResponseBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setExpectedNextIndex(in.readLong()).setQuerySequenceNumber(in.readLong()).setFlowControlSequenceNumber(in.readLong()).build();
            case PRE_VOTE -> model.createPreVoteRequestBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setLastLogTerm(in.readInt()).setLastLogIndex(in.readLong()).build();
            case PRE_VOTE_RESPONSE -> model.createPreVoteResponseBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setGranted(in.readBoolean()).build();
            case VOTE -> model.createVoteRequestBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setLastLogTerm(in.readInt()).setLastLogIndex(in.readLong()).setSticky(in.readBoolean()).build();
            case VOTE_RESPONSE -> model.createVoteResponseBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setGranted(in.readBoolean()).build();
            case ELECT -> model.createTriggerLeaderElectionRequestBuilder().setGroupId(group).setSender(sender).setTerm(term)
                    .setLastLogTerm(in.readInt()).setLastLogIndex(in.readLong()).build();
            default -> throw new IllegalArgumentException("no message of kind " + kind);
        };
    }

    private RaftMessage decodeAppend(ByteBuf in, RaftEndpoint sender, int term) {
        var builder = model.createAppendEntriesRequestBuilder().setGroupId(group).setSender(sender).setTerm(term)
                .setPreviousLogTerm(in.readInt()).setPreviousLogIndex(in.readLong()).setCommitIndex(in.readLong())
                .setQuerySequenceNumber(in.readLong()).setFlowControlSequenceNumber(in.readLong());
        int count = in.readInt();
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(decodeEntry(in));
        }
        return builder.setLogEntries(entries).build();
    }
}
