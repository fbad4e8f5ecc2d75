package io.keelson.simulation.transcript;

import io.keelson.core.HardState;
import io.keelson.core.Input;
import io.keelson.core.Message;
import java.util.List;

/** The commands by which a transcript moves every message and every write itself. */
final class HandScript extends Script {
    private final HandStage stage;

    HandScript(HandStage stage) {
        super(stage);
        this.stage = stage;
        add("disk", this::disk);
        add("timeout", words -> stage.step(member(words), new Input.ElectionTimeout()));
        add("heartbeat", words -> stage.step(member(words), new Input.HeartbeatDue()));
        add("quorum-check", words -> stage.step(member(words), new Input.QuorumCheckDue()));
        add("propose", words -> stage.step(member(words), new Input.Propose(payloads(words))));
        add("read", this::read);
        add("change", this::change);
        add("bind", words -> stage.step(member(words), new Input.BindingDue()));
        add("transfer", this::transfer);
        add("transfer-timeout", words -> stage.step(member(words), new Input.TransferTimeout()));
        add("compact", this::compact);
        add("stall", words -> stage.step(member(words), new Input.StorageHealth(false)));
        add("recover", words -> stage.step(member(words), new Input.StorageHealth(true)));
        add("damage", this::damage);
        add("wipe", words -> stage.wipe(member(words)));
        add("deliver", words -> deliver(words, false));
        add("duplicate", words -> deliver(words, true));
        add("drop", words -> stage.drop(words.isEmpty() ? stage.network() : Selection.read(words).of(stage.network())));
        add("hold", words -> stage.hold(Selection.read(words).of(stage.network())));
        add("release", words -> stage.release(Selection.read(words).of(stage.held())));
        add("force", this::force);
        add("crash", this::crash);
        add("elect", this::elect);
        add("settle", words -> stage.settle(members(words)));
        add("network", words -> network());
    }

    private void disk(Words words) {
        long id = member(words);
        long term = words.accept("term") ? words.number("a term") : 0;
        long vote = words.accept("vote") ? member(words) : 0;
        if (!words.accept("log")) {
            throw new IllegalArgumentException("expected `disk MEMBER term TERM [vote MEMBER] log [TERM | TERM:COMMAND] ...`");
        }
        stage.disks.get(id).put(new HardState(term, vote), entries(words));
        stage.restartFrom(id);
    }

    private void read(Words words) {
        long id = member(words);
        long request = request(words);
        stage.step(id, new Input.ReadIndex(request, words.accept("lease")));
    }

    private void change(Words words) {
        long id = member(words);
        List<List<Long>> wanted = membership(words);
        stage.step(id, new Input.ChangeMembership(wanted.get(0), wanted.get(1)));
    }

    private void transfer(Words words) {
        long id = member(words);
        if (!words.accept("to")) {
            throw new IllegalArgumentException("expected `transfer LEADER to MEMBER`");
        }
        stage.step(id, new Input.TransferLeadership(words.number("a member")));
    }

    private void compact(Words words) {
        long id = member(words);
        long index = words.number("an index");
        int chunks = words.accept("chunks") ? words.number("how many chunks") : 1;
        stage.step(id, new Input.Compact(index, chunks));
    }

    private void damage(Words words) {
        long id = member(words);
        if (!words.accept("from")) {
            throw new IllegalArgumentException("expected `damage MEMBER from INDEX`");
        }
        int first = words.number("an index");
        if (first <= stage.disks.get(id).durable().base().index() || first > stage.disks.get(id).durable().lastIndex()) {
            throw new IllegalArgumentException("the disk of member " + id + " has no entry " + first);
        }
        stage.damage(id, first);
    }

    private void deliver(Words words, boolean copies) {
        Selection selection = Selection.read(words);
        boolean heardLeader = words.accept("heard");
        List<Message> messages = selection.of(stage.arriving(message -> true));
        stage.deliver(messages, heardLeader, copies);
    }

    private void force(Words words) {
        long id = member(words);
        int all = stage.disks.get(id).inFlight().size();
        int writes = words.numberOr(all);
        if (writes < 1 || writes > all) {
            throw new IllegalArgumentException("member " + id + " has " + all + " writes in flight");
        }
        stage.force(id, writes);
    }

    private void crash(Words words) {
        long id = member(words);
        int all = stage.disks.get(id).recordsInFlight();
        int kept = words.accept("keep") ? words.number("how many records") : 0;
        if (kept > all) {
            throw new IllegalArgumentException("member " + id + " has " + all + " records in flight");
        }
        stage.crash(id, kept);
    }

    private void elect(Words words) {
        long id = member(words);
        stage.elect(id, members(words));
    }

    private void network() {
        stage.network().forEach(message -> stage.tell(line(message)));
        stage.held().forEach(message -> stage.tell("held " + line(message)));
    }
}
