package io.keelson.spec.certify;

import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Role;
import java.util.List;

/** Random messages, correct by their types, and such as a network could deliver. */
final class BoxMessages {
    private static final long MAX_INDEX = BoxStates.MAX_BASE + BoxStates.MAX_LOG + 1;
    private static final int MAX_ROUND = 3;

    private enum Kind {
        PRE_VOTE,
        PRE_VOTE_RESPONSE,
        REQUEST_VOTE,
        REQUEST_VOTE_RESPONSE,
        APPEND_ENTRIES,
        APPEND_ENTRIES_RESPONSE,
        INSTALL_SNAPSHOT,
        INSTALL_SNAPSHOT_RESPONSE,
        TIMEOUT_NOW,
        READ_INDEX_REQUEST,
        READ_INDEX_RESPONSE
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final BoxStates states;
    private final Dice dice;

    BoxMessages(BoxStates states, Dice dice) {
        this.states = states;
        this.dice = dice;
    }

    /** A message from this member, of its term or an earlier one. */
    Message anyFrom(long from, long term) {
        return any(from, dice.any(states.others(from)), dice.between(1, term));
    }

    /** A message to a member that the network could deliver in this state. */
    Message anyTo(MemberState state) {
        long id = state.identity().member();
        while (true) {
            long term = Math.max(1, state.hardState().term() + dice.any(List.of(-1, 0, 0, 0, 0, 1, 1, 2)));
            Message message = any(dice.any(states.others(id)), id, term);
            if (isDeliverable(message, state)) {
                return message;
            }
        }
    }

    private Message any(long from, long to, long term) {
        return switch (dice.any(KINDS)) {
            case PRE_VOTE -> {
                long last = index();
                yield new Message.PreVote(from, states.incarnation(), to, term, last, termOf(last, term));
            }
            case PRE_VOTE_RESPONSE -> new Message.PreVoteResponse(from, states.incarnation(), to, states.incarnation(), term, dice.coin());
            case REQUEST_VOTE -> {
                long last = index();
                yield new Message.RequestVote(from, states.incarnation(), to, term, last, termOf(last, term), dice.oneIn(4));
            }
            case REQUEST_VOTE_RESPONSE -> new Message.RequestVoteResponse(from, states.incarnation(), to, states.incarnation(), term, dice.coin());
            case APPEND_ENTRIES -> appendEntries(from, to, term);
            case APPEND_ENTRIES_RESPONSE -> appendEntriesResponse(from, to, term);
            case INSTALL_SNAPSHOT -> installSnapshot(from, to, term);
            case INSTALL_SNAPSHOT_RESPONSE -> new Message.InstallSnapshotResponse(
                    from, states.incarnation(), to, term, dice.between(1, BoxStates.MAX_BASE), (int) dice.between(0, BoxStates.MAX_CHUNKS + 1));
            case TIMEOUT_NOW -> new Message.TimeoutNow(from, states.incarnation(), to, term);
            case READ_INDEX_REQUEST -> new Message.ReadIndexRequest(from, states.incarnation(), to, term, dice.between(1, 2));
            case READ_INDEX_RESPONSE -> new Message.ReadIndexResponse(from, states.incarnation(), to, term, dice.between(1, 2), index());
        };
    }

    private long index() {
        return dice.between(0, MAX_INDEX);
    }

    private Message appendEntries(long from, long to, long term) {
        long prev = dice.between(0, MAX_INDEX - 1);
        long prevTerm = termOf(prev, term);
        List<Entry> entries = dice.coin() ? List.of() : states.entries(prev + 1, dice.between(1, 3), Math.max(1, prevTerm), term);
        return new Message.AppendEntries(from, states.incarnation(), to, states.incarnationIfKnown(), term, prev, prevTerm, entries, index(), dice.between(0, MAX_ROUND));
    }

    private Message appendEntriesResponse(long from, long to, long term) {
        boolean success = dice.coin();
        boolean lost = dice.oneIn(5);
        long hint = success && !lost ? 0 : index();
        long hintTerm = success ? 0 : termOf(hint, term);
        return new Message.AppendEntriesResponse(from, states.incarnation(), to, term, success, index(), hint, hintTerm, dice.between(0, MAX_ROUND), lost);
    }

    private Message installSnapshot(long from, long to, long term) {
        int chunks = (int) dice.between(1, BoxStates.MAX_CHUNKS);
        LogBase base = new LogBase(dice.between(1, MAX_INDEX), dice.between(1, term), states.configuration(), chunks);
        return new Message.InstallSnapshot(from, states.incarnation(), to, states.incarnationIfKnown(), term, base, (int) dice.between(1, chunks));
    }

    private long termOf(long index, long most) {
        return index == 0 ? 0 : dice.between(1, most);
    }

    /** Whether elections and commitment leave room for the message; the core asserts that they are respected, and the spec has invariants for it. */
    private static boolean isDeliverable(Message message, MemberState state) {
        boolean sameTerm = message.term() == state.hardState().term();
        boolean oldTerm = message.term() < state.hardState().term();
        boolean ownLeader = sameTerm && state.role() == Role.LEADER;
        return switch (message) {
            case Message.AppendEntries m -> oldTerm || (!ownLeader && leavesCommitted(m, state));
            case Message.InstallSnapshot m -> oldTerm || !ownLeader;
            case Message.AppendEntriesResponse m -> !(sameTerm && m.success()) || m.index() <= state.lastIndex();
            case Message.RequestVoteResponse m -> !(sameTerm && m.granted() && state.role() == Role.CANDIDATE && voteIsPending(state));
            default -> true;
        };
    }

    /** Nobody has been asked yet: the requests wait for the candidate's own vote. */
    private static boolean voteIsPending(MemberState state) {
        return state.pendingWrites().stream().anyMatch(pending -> pending.write().hardState() != null);
    }

    /** Whether no entry takes the place of a committed one. */
    private static boolean leavesCommitted(Message.AppendEntries m, MemberState state) {
        long base = state.base().index();
        return m.entries().stream().noneMatch(entry -> entry.index() > base
                && entry.index() <= state.commitIndex()
                && state.entries().get((int) (entry.index() - base - 1)).term() != entry.term());
    }
}
