package io.keelson.spec;

import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The invariants of {@code Raft} about what messages under way claim of their senders: who leads, who voted for whom, which terms are told. */
final class ClaimRules {
    /**
     * A member is one data directory.
     *
     * @param id its number
     * @param incarnation its directory
     */
    private record Who(long id, long incarnation) {}

    /**
     * A member that leads a term.
     *
     * @param term from 1
     * @param leader the member
     */
    private record Leads(long term, Who leader) {}

    /**
     * A vote that is told.
     *
     * @param voter who gives it
     * @param term in which term
     * @param candidate to whom
     */
    private record Voted(Who voter, long term, Who candidate) {}

    /**
     * What an inbox claims.
     *
     * @param leaders who leads which term
     * @param votes who voted for whom
     * @param told the highest term that each sender reveals; no order of it shows
     * @param snapshots what the snapshots under way stand for
     */
    record Claims(Set<Leads> leaders, Set<Voted> votes, Map<Who, Long> told, Set<LogBase> snapshots) {}

    /**
     * What a member and its disk say to that.
     *
     * @param member the member
     * @param incarnation its directory
     * @param leads the term it leads, 0 if none
     * @param term the term it is in
     * @param durableTerm the term on its disk
     */
    record Standing(long member, long incarnation, long leads, long term, long durableTerm) {}

    static Claims claims(List<Message> messages) {
        // Sets that are compared and gone through whole: no order shows.
        Set<Leads> leaders = new HashSet<>();
        Set<Voted> votes = new HashSet<>();
        Map<Who, Long> told = new HashMap<>();
        Set<LogBase> snapshots = new HashSet<>();
        for (Message message : messages) {
            switch (message) {
                case Message.AppendEntries m -> leaders.add(new Leads(m.term(), sender(m)));
                case Message.RequestVote m -> votes.add(new Voted(sender(m), m.term(), sender(m)));
                case Message.RequestVoteResponse m when m.granted() -> votes.add(new Voted(sender(m), m.term(), new Who(m.to(), m.toIncarnation())));
                case Message.InstallSnapshot m -> {
                    leaders.add(new Leads(m.term(), sender(m)));
                    snapshots.add(m.base());
                }
                default -> { }
            }
            told.merge(sender(message), termRevealed(message), Math::max);
        }
        return new Claims(leaders, votes, told, snapshots);
    }

    private static Who sender(Message message) {
        return new Who(message.from(), message.fromIncarnation());
    }

    /** The spec's {@code TermRevealed}. */
    private static long termRevealed(Message message) {
        return switch (message) {
            case Message.PreVote m -> m.term() - 1;
            case Message.PreVoteResponse m when m.granted() -> 0;
            default -> message.term();
        };
    }

    static Standing standing(MemberSteps.Local local) {
        MemberState n = local.state();
        return new Standing(
                n.identity().member(), n.identity().incarnation(), n.role() == Role.LEADER ? n.hardState().term() : 0, n.hardState().term(), local.disk().hardState().term());
    }

    /** The name of an invariant that does not hold, null if all do. */
    String violated(List<Claims> claims, List<Standing> standings) {
        Set<Leads> leaders = new HashSet<>();
        Set<Voted> votes = new HashSet<>();
        for (Claims inbox : claims) {
            leaders.addAll(inbox.leaders());
            votes.addAll(inbox.votes());
        }
        standings.stream().filter(one -> one.leads() > 0).forEach(one -> leaders.add(new Leads(one.leads(), new Who(one.member(), one.incarnation()))));
        if (leaders.stream().mapToLong(Leads::term).distinct().count() < leaders.size()) {
            return "ElectionSafety";
        }
        if (votes.stream().map(vote -> List.of(vote.voter(), vote.term())).distinct().count() < votes.size()) {
            return "VoteOncePerTerm";
        }
        for (Claims inbox : claims) {
            for (Standing sender : standings) {
                long told = inbox.told().getOrDefault(new Who(sender.member(), sender.incarnation()), 0L);
                if (told > sender.durableTerm()) {
                    return "ToldIsDurable";
                }
                if (told > sender.term()) {
                    return "ToldIsKept";
                }
            }
        }
        return null;
    }
}
