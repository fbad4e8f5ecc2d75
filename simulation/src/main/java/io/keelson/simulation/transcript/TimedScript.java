package io.keelson.simulation.transcript;

import io.keelson.core.Event;
import java.util.List;
import java.util.function.LongConsumer;

/** The commands of a transcript that virtual time moves. */
final class TimedScript extends Script {
    private static final int MILLIS_PER_SECOND = 1000;

    private final TimedStage stage;

    TimedScript(TimedStage stage) {
        super(stage);
        this.stage = stage;
        add("run", words -> stage.run(millis(words.next("a time like 2s or 500ms"))));
        add("propose", words -> up(words, id -> stage.step(id, new Event.Propose(payloads(words)))));
        add("read", words -> up(words, id -> stage.step(id, new Event.ReadIndex(request(words)))));
        add("change", words -> up(words, id -> change(id, words)));
        add("transfer", words -> up(words, id -> transfer(id, words)));
        add("compact", words -> up(words, id -> stage.step(id, new Event.Compact(words.number("an index"), 1))));
        add("stall", words -> up(words, id -> stage.step(id, new Event.StorageHealth(false))));
        add("recover", words -> up(words, id -> stage.step(id, new Event.StorageHealth(true))));
        add("crash", words -> up(words, stage::crash));
        add("start", words -> down(words, stage::start));
        add("pause", words -> up(words, stage::pause));
        add("resume", words -> up(words, stage::resume));
    }

    private void change(long id, Words words) {
        List<List<Long>> wanted = membership(words);
        stage.step(id, new Event.ChangeMembership(wanted.get(0), wanted.get(1)));
    }

    private void transfer(long id, Words words) {
        if (!words.accept("to")) {
            throw new IllegalArgumentException("expected `transfer LEADER to MEMBER`");
        }
        stage.step(id, new Event.TransferLeadership(words.number("a member")));
    }

    private static long millis(String word) {
        if (word.matches("\\d{1,6}ms")) {
            return Words.parse(word.substring(0, word.length() - 2), "a time");
        }
        if (word.matches("\\d{1,4}s")) {
            return (long) MILLIS_PER_SECOND * Words.parse(word.substring(0, word.length() - 1), "a time");
        }
        throw new IllegalArgumentException("expected a time like 2s or 500ms, found " + word);
    }

    private void up(Words words, LongConsumer what) {
        long id = member(words);
        if (stage.isDown(id)) {
            throw new IllegalArgumentException("member " + id + " is down; `start " + id + "` starts it");
        }
        what.accept(id);
    }

    private void down(Words words, LongConsumer what) {
        long id = member(words);
        if (!stage.isDown(id)) {
            throw new IllegalArgumentException("member " + id + " is up already");
        }
        what.accept(id);
    }
}
