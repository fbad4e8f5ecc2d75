package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.RaftProtocol;
import java.util.ArrayList;
import java.util.List;

/** Steps as the commands of a golden transcript, so that a behaviour of TLC's becomes a test that stays. See {@code simulation/transcripts/README.md}. */
final class ReplayScript {
    private final ModelSettings settings;
    private final List<String> commands = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();
    /** Not for a behaviour that begins in the middle, nor where the input holds what only time can bring about. */
    private boolean possible;

    ReplayScript(ModelSettings settings) {
        this.settings = settings;
        this.possible = !settings.member.leases();
        String members = words(settings.configuration().voters())
                + String.join("", settings.servers.stream().filter(id -> !settings.configuration().isVoter(id)).map(id -> " joins=" + id).toList())
                + (settings.member.catchUpLag() == 0 ? "" : " catch-up-lag=" + settings.member.catchUpLag());
        commands.add("members " + members + (settings.member.preVote() ? "" : " prevote=off") + (settings.member.checkQuorum() ? "" : " checkquorum=off")
                + " max-append=" + settings.member.maxAppendEntries() + " max-inflight=" + settings.member.maxInflightEntries());
    }

    /** A transcript begins at the beginning. */
    void beginsInTheMiddle() {
        possible = false;
    }

    void showTheEnd() {
        commands.add("state");
        commands.add("log");
    }

    /** The commands, empty if they can not be given. */
    List<String> commands() {
        return possible ? List.copyOf(commands) : List.of();
    }

    void add(MemberStep step) {
        long id = step.member();
        switch (step.choice().happening()) {
            case Actions.Take take -> input(id, step.before(), take.input());
            case Actions.Ask ask -> input(id, step.before(), new Input.ReadIndex(ask.read(), false));
            case Actions.Force force -> {
                commands.add("force " + id + " " + force.writes());
                sends(step.before(), new Input.Persisted(force.writes()));
            }
            case Actions.Die die -> commands.add("crash " + id + " keep " + die.keptRecords());
            case Actions.Wipe wipe -> commands.add("wipe " + id);
            case Actions.Damage damage -> {
                possible &= damage.keptRecords() == 0;
                commands.add("damage " + id + " from " + damage.first());
            }
        }
    }

    private void input(long id, MemberState before, Input input) {
        commands.add(command(id, input));
        RaftProtocol member = new RaftProtocol(settings.member, before);
        Effects effects = member.step(input);
        sent.addAll(effects.sendNow());
        int writes = member.capture().pendingWrites().size();
        if (settings.syncDisk && writes > 0) {
            commands.add("force " + id);
            sent.addAll(member.step(new Input.Persisted(writes)).sendNow());
        }
    }

    private void sends(MemberState before, Input input) {
        sent.addAll(new RaftProtocol(settings.member, before).step(input).sendNow());
    }

    private String command(long id, Input input) {
        return switch (input) {
            case Input.ElectionTimeout timeout -> "timeout " + id;
            case Input.HeartbeatDue due -> "heartbeat " + id;
            case Input.QuorumCheckDue due -> "quorum-check " + id;
            case Input.Propose propose -> "propose " + id + " " + String.join(" ", propose.commands().stream().map(ReplayScript::text).toList());
            case Input.ReadIndex read -> "read " + id + " r" + read.requestId();
            case Input.Receive receive -> arrival(receive.message()) + (receive.heardLeader() ? " heard" : "");
            case Input.ChangeMembership change -> "change " + id + " voters " + words(change.voters())
                    + (change.learners().isEmpty() ? "" : " learners " + words(change.learners()));
            case Input.BindingDue due -> "bind " + id;
            case Input.TransferLeadership transfer -> "transfer " + id + " to " + transfer.target();
            case Input.TransferTimeout timeout -> "transfer-timeout " + id;
            case Input.Compact compact -> "compact " + id + " " + compact.index() + " chunks " + compact.chunks();
            case Input.StorageHealth health -> (health.healthy() ? "recover " : "stall ") + id;
            case Input.Persisted persisted -> throw new IllegalStateException("no action of Next by itself: " + persisted);
        };
    }

    private static String words(List<Long> members) {
        return String.join(" ", members.stream().map(String::valueOf).toList());
    }

    private static String text(Payload.Command command) {
        Bytes bytes = command.bytes();
        return bytes.toUtf8();
    }

    /** Names a message by its place among those of its kind and link. */
    private String arrival(Message message) {
        int place = 1;
        for (Message other : sent) {
            if (other.equals(message)) {
                break;
            }
            boolean alike = other.getClass() == message.getClass() && other.from() == message.from() && other.to() == message.to();
            place += alike ? 1 : 0;
        }
        return "duplicate " + message.from() + "->" + message.to() + " " + message.getClass().getSimpleName() + " " + place;
    }
}
