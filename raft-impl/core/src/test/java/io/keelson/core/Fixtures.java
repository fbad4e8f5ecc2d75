package io.keelson.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Single members in a chosen state, for tests of one handler. */
final class Fixtures {
    private Fixtures() {}

    /** A log from index 1 whose entries have these terms. */
    static List<Entry> log(long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(new Entry(entries.size() + 1, term, Payload.NOOP));
        }
        return entries;
    }

    /** A follower that has just started, whose durable log has entries of these terms. */
    static RaftProtocol follower(long id, long term, Configuration configuration, List<Entry> log) {
        return new RaftProtocol(Cluster.SETTINGS, MemberState.restarted(
                new MemberIdentity(1, id, 1), new Recovered(new HardState(term, 0), LogBase.bootstrap(configuration), log)));
    }

    /** Member 1 as leader of a term, its log durable, nobody heard yet and all others up to date. */
    static RaftProtocol leader(MemberSettings settings, long term, Configuration configuration, List<Entry> log, long commitIndex) {
        TreeMap<Long, MemberState.Progress> progress = new TreeMap<>();
        for (long member : configuration.members()) {
            if (member != 1) {
                progress.put(member, new MemberState.Progress(log.size(), log.size() + 1, ProgressState.REPLICATE, 0, 0, 0));
            }
        }
        return new RaftProtocol(settings, new MemberState(
                new MemberIdentity(1, 1, 1), Role.LEADER, new HardState(term, 1), 1, LogBase.bootstrap(configuration), log, commitIndex, log.size(), true,
                MemberState.Receiving.NOTHING, List.of(), new TreeSet<>(), progress, new TreeSet<>(), 0, List.of(), Configuration.NOBODY, false));
    }

    static Input receive(Message message) {
        return new Input.Receive(message, false);
    }

    /** An acknowledgement for member 1. */
    static Input acknowledge(long from, long term, long index, long readRound) {
        return receive(new Message.AppendEntriesResponse(from, 1, 1, term, true, index, 0, 0, readRound, false));
    }
}
