package io.keelson.spec.certify;

/** What a number in a record of the core counts, by the name of its component. The table is total: a name that is not here makes a recorder fail. */
enum Meaning {
    /** Whom or what kind: compared for equality only, or drawn from a fixed few. */
    NAME,
    /** A term: compared and raised by one. */
    TERM,
    /** A place in the log. */
    INDEX,
    /** A read round: compared and raised by one. */
    ROUND,
    /** The host's number of a request: compared for equality only. */
    REQUEST,
    /** A data directory: compared for equality only; zero stands for none. */
    INCARNATION,
    /** A write's place in the queue. */
    TICKET,
    /** What never matters here. */
    NOTHING;

    static Meaning of(String component) {
        return switch (component) {
            case "from", "to", "leader", "requester", "votedFor", "member", "voters", "outgoing", "learners", "votes", "heardFrom", "transferee", "target", "members",
                    "chunk", "chunks", "next" -> NAME;
            case "term", "lastLogTerm", "prevLogTerm", "hintTerm" -> TERM;
            case "index", "lastLogIndex", "prevLogIndex", "leaderCommit", "hintIndex", "readIndex", "firstIndex", "commitIndex", "durableIndex", "lostIndex",
                    "matchIndex", "nextIndex" -> INDEX;
            case "readRound", "confirmedRound", "round" -> ROUND;
            case "requestId" -> REQUEST;
            case "ticket" -> TICKET;
            case "incarnation", "fromIncarnation", "toIncarnation", "incarnations" -> INCARNATION;
            case "group" -> NOTHING;
            default -> throw new IllegalStateException("what does " + component + " count? Say so in Meaning");
        };
    }
}
