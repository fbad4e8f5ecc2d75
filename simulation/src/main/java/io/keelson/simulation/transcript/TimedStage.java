package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Event;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.RaftMember;
import io.keelson.simulation.world.Indexed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A stage on which virtual time moves the members: their own timers, a fixed time for each message and each force. The transcript cuts links, stops
 * members, and says how long to run.
 */
final class TimedStage extends Stage {
    private static final long MILLISECOND = 1_000_000;
    private static final long MESSAGE_TAKES = 5 * MILLISECOND;
    private static final long FORCE_TAKES = MILLISECOND;

    /** When something happens; what happens at one time happens in the order in which it was planned. */
    private record Moment(long time, long number) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            return time == other.time ? Long.compare(number, other.number) : Long.compare(time, other.time);
        }
    }

    private final long seed;
    private final TreeMap<Long, RaftMember> running = new TreeMap<>();
    private final TreeMap<Long, Integer> lives = new TreeMap<>();
    private final TreeMap<Long, List<Runnable>> waitingForPaused = new TreeMap<>();
    private final TreeSet<Long> down = new TreeSet<>();
    private final TreeMap<Moment, Runnable> plan = new TreeMap<>();
    private long now;
    private long planned;
    private long ticks;

    TimedStage(MemberSettings settings, List<Long> members, Configuration configuration, long seed) {
        super(settings, members, configuration);
        this.seed = seed;
        members().forEach(this::boot);
    }

    @Override
    MemberState state(long id) {
        return running.get(id).capture();
    }

    @Override
    List<String> narrate(MemberState before, MemberState after, Effects effects, List<String> sent) {
        return Narrator.outline(before, after, effects).stream().map(line -> time() + " " + line).toList();
    }

    /** The present, in seconds from the beginning. */
    private String time() {
        return String.format(Locale.ROOT, "%.3fs", now / (double) (1000 * MILLISECOND));
    }

    private void boot(long id) {
        lives.merge(id, 1, Integer::sum);
        running.put(id, new RaftMember(identity(id), settings, disks.get(id).durable()));
    }

    /** Starts a member again, from its disk. */
    void start(long id) {
        down.remove(id);
        boot(id);
        restarted(id);
    }

    /** Stops a member; what its disk had not forced is lost. */
    void crash(long id) {
        down.add(id);
        lives.merge(id, 1, Integer::sum);
        waitingForPaused.remove(id);
        disks.get(id).crash(0);
    }

    boolean isDown(long id) {
        return down.contains(id);
    }

    /** Lets a member stand still; what comes to it waits. */
    void pause(long id) {
        waitingForPaused.putIfAbsent(id, new ArrayList<>());
    }

    /** Lets a member go on, with all that has come to it meanwhile. */
    void resume(long id) {
        List<Runnable> waiting = waitingForPaused.remove(id);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** Hands a member what a client wants. */
    void step(long id, Event event) {
        if (event instanceof Event.ReadIndex read) {
            asked(id, read.requestId());
        }
        toMember(id, () -> take(id, event));
    }

    /** Lets virtual time pass. */
    void run(long millis) {
        long end = now + millis * MILLISECOND;
        while (true) {
            long ticker = nextTicker();
            long tick = ticker == Configuration.NOBODY ? Long.MAX_VALUE : Math.max(now, running.get(ticker).nextTick());
            long event = plan.isEmpty() ? Long.MAX_VALUE : plan.firstKey().time();
            if (Math.min(tick, event) > end) {
                now = end;
                return;
            }
            now = Math.min(tick, event);
            if (event <= tick) {
                plan.pollFirstEntry().getValue().run();
            } else {
                tick(ticker);
            }
        }
    }

    /** The member whose tick is due first, {@link Configuration#NOBODY} if none is up. */
    private long nextTicker() {
        long first = Configuration.NOBODY;
        for (long id : members()) {
            boolean up = !down.contains(id) && !waitingForPaused.containsKey(id);
            if (up && (first == Configuration.NOBODY || running.get(id).nextTick() < running.get(first).nextTick())) {
                first = id;
            }
        }
        return first;
    }

    private void tick(long id) {
        MemberState before = state(id);
        ticks++;
        took(before, running.get(id).step(new Event.Tick(now, Indexed.hash(seed, id, ticks))));
    }

    private void take(long id, Event event) {
        tick(id);
        MemberState before = state(id);
        Effects effects = running.get(id).step(event);
        took(before, effects);
    }

    private void at(long time, Runnable what) {
        plan.put(new Moment(time, planned++), what);
    }

    /** Now, or when the member goes on; never in another life of it. */
    private void toMember(long id, Runnable what) {
        int life = lives.get(id);
        Runnable inThisLife = () -> {
            if (lives.get(id) == life) {
                what.run();
            }
        };
        List<Runnable> waiting = waitingForPaused.get(id);
        if (waiting == null) {
            inThisLife.run();
        } else {
            waiting.add(inThisLife);
        }
    }

    @Override
    boolean send(Message message) {
        boolean connected = links.connects(message.from(), message.to());
        if (connected) {
            at(now + MESSAGE_TAKES, () -> {
                if (!down.contains(message.to())) {
                    toMember(message.to(), () -> take(message.to(), new Event.Receive(message)));
                }
            });
        }
        return connected;
    }

    @Override
    void began(long id, LogWrite write) {
        int life = lives.get(id);
        at(now + FORCE_TAKES, () -> {
            if (lives.get(id) == life) {
                disks.get(id).force(1);
                toMember(id, () -> take(id, new Event.Persisted(write.ticket())));
            }
        });
    }
}
