package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.Payload;
import io.keelson.node.session.CommandEnvelope;
import io.keelson.node.session.MemberTable;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Who belongs to the groups of a node, and what the groups know of them (thesis chapter 4). From {@link Node#members}.
 *
 * <p>Not thread-safe: as the node itself, for the node's thread.
 */
public final class GroupMembers {
    private final TreeMap<Long, Group> groups;
    private final Requests requests;
    private final NodeCounters counters;

    GroupMembers(TreeMap<Long, Group> groups, Requests requests, NodeCounters counters) {
        this.groups = groups;
        this.requests = requests;
        this.counters = counters;
    }

    /**
     * Changes who belongs to a group. Asked of any member: the leader takes it up.
     *
     * @param group the group
     * @param change what is wanted
     * @param reply told the outcome exactly once: {@link Outcome.Done} with the index of the new configuration once it is committed, by a majority of both the old and the
     *     new voters; {@link Outcome.Refused} with the reason if the leader must not do it, {@link Outcome.NotApplied} if trying again may help by itself
     */
    public void change(long group, MembershipChange change, Consumer<Outcome<Long>> reply) {
        submit(group, change.envelope(), reply);
    }

    /**
     * Has a group remember something of a member, such as its addresses: before a member is let in, the others must know where it is.
     *
     * @param group the group
     * @param member whom it is about
     * @param context what shall be known; at most a few hundred bytes
     * @param isNew whether the member's id must not have been anybody's before: {@link Outcome.NotApplied} if it was
     * @param reply told the outcome exactly once
     */
    public void remember(long group, long member, Bytes context, boolean isNew, Consumer<Outcome<Long>> reply) {
        CommandEnvelope.Kind kind = isNew ? CommandEnvelope.Kind.CLAIM_MEMBER : CommandEnvelope.Kind.SET_MEMBER;
        submit(group, CommandEnvelope.ofMember(kind, member, context), reply);
    }

    /**
     * Has a group forget a member that was removed. Its id is not given away again, and it is told so if it turns up.
     *
     * @param group the group
     * @param member whom
     * @param reply told the outcome exactly once
     */
    public void forget(long group, long member, Consumer<Outcome<Long>> reply) {
        submit(group, CommandEnvelope.ofMember(CommandEnvelope.Kind.FORGET_MEMBER, member, Bytes.EMPTY), reply);
    }

    private void submit(long group, CommandEnvelope envelope, Consumer<Outcome<Long>> reply) {
        requests.submit(group, envelope, outcome -> reply.accept(outcome.map(Outcome.Done::index)));
    }

    /** Returns a number that grows whenever some group here learns something of its members; 0 while none knows anything. */
    public long changes() {
        return counters.memberChanges;
    }

    /** Returns what a group knows of its members, as far as this member has applied; it follows the log. */
    public MemberTable known(long group) {
        return groups.get(group).members();
    }

    /**
     * Returns what the log says of members beyond what this member has applied, of each the last. A member that has just started does not know what of its log is committed until
     * a leader tells it, and who leads may be one of these: it must be let in and answered.
     */
    public SortedMap<Long, Bytes> announced(long group) {
        SortedMap<Long, Bytes> announced = new TreeMap<>();
        for (Entry entry : notApplied(groups.get(group))) {
            if (entry.payload() instanceof Payload.Command command && announces(command)) {
                CommandEnvelope envelope = CommandEnvelope.decode(command.bytes());
                announced.put(envelope.session(), envelope.command());
            }
        }
        return announced;
    }

    private static List<Entry> notApplied(Group group) {
        return group.member.entriesAfter(group.lastApplied());
    }

    /**
     * Returns the members that some group here has forgotten, and that belong to none: nobody needs to reach them but to tell them so, should they turn up. Who stands in a
     * configuration that may yet be in force, as a voter or a learner, or is announced, belongs to a group.
     */
    public SortedSet<Long> departed() {
        TreeSet<Long> departed = new TreeSet<>();
        groups.values().forEach(group -> departed.addAll(group.members().forgotten()));
        for (long id : departed.isEmpty() ? List.<Long>of() : groups.keySet()) {
            departed.removeAll(known(id).contexts().keySet());
            departed.removeAll(appliedConfiguration(id).members());
            departed.removeAll(configuration(id).members());
            notApplied(groups.get(id)).forEach(entry -> departed.removeAll(membersIn(entry)));
        }
        return departed;
    }

    /** The members that an entry puts into the group, or announces. */
    private static List<Long> membersIn(Entry entry) {
        return switch (entry.payload()) {
            case Configuration configuration -> configuration.members();
            case Payload.Command command when announces(command) -> List.of(CommandEnvelope.decode(command.bytes()).session());
            default -> List.of();
        };
    }

    /** Of the many entries of a log few do: only those are decoded. */
    private static boolean announces(Payload.Command command) {
        CommandEnvelope.Kind kind = CommandEnvelope.kindOf(command.bytes());
        return kind == CommandEnvelope.Kind.CLAIM_MEMBER || kind == CommandEnvelope.Kind.SET_MEMBER;
    }

    /** Returns the configuration in force in a group: the last one in its log here, committed or not. */
    public Configuration configuration(long group) {
        return groups.get(group).member.configuration();
    }

    /** Returns the configuration in force at the last entry that this member has applied in a group. */
    public Configuration appliedConfiguration(long group) {
        return groups.get(group).appliedConfiguration();
    }
}
