package io.keelson.simulation;

import io.keelson.core.Bytes;
import io.keelson.core.Message;
import io.keelson.core.Message.AppendEntries;
import io.keelson.core.Message.AppendEntriesResponse;
import io.keelson.core.Message.PreVote;
import io.keelson.core.Message.PreVoteResponse;
import io.keelson.core.Message.ReadIndexResponse;
import io.keelson.core.Message.RequestVote;
import io.keelson.core.Message.RequestVoteResponse;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.node.port.Clock;
import io.keelson.node.port.Network;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageFile;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.simulation.world.Door;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.WrappedFile;
import io.keelson.simulation.world.WrappedMachine;
import io.keelson.simulation.world.WrappedStorage;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Broken parts, to be put between the real node and its ports: each is a bug that a real implementation has had. */
final class Mutants {
    private static final long NEWEST_TERM = 1L << 40;

    private Mutants() {}

    /** Says that a force is done, and forces the names of the files alone. */
    static final Interposer FORCE_WITHOUT_FORCING = new Interposer() {
        @Override
        public Storage storage(SimNode host, Storage storage) {
            return new LyingStorage(storage);
        }
    };

    /** A candidate passes for up to date whatever its log: the vote without the log check. */
    static final Interposer VOTE_WITHOUT_LOG_CHECK = messages(message -> switch (message) {
        case PreVote m -> new PreVote(m.from(), m.fromIncarnation(), m.to(), m.term(), m.lastLogIndex(), NEWEST_TERM);
        case RequestVote m -> new RequestVote(m.from(), m.fromIncarnation(), m.to(), m.term(), m.lastLogIndex(), NEWEST_TERM, m.transfer());
        default -> message;
    });

    /** A voter votes for everybody who asks. */
    static final Interposer VOTE_TWICE = messages(message -> switch (message) {
        case PreVoteResponse m -> m;
        case RequestVoteResponse m -> new RequestVoteResponse(m.from(), m.fromIncarnation(), m.to(), m.toIncarnation(), m.term(), true);
        default -> message;
    });

    /** A follower takes for committed whatever the leader has sent. */
    static final Interposer COMMIT_ON_RECEIPT = messages(message -> message instanceof AppendEntries m
            ? new AppendEntries(
                    m.from(), m.fromIncarnation(), m.to(), m.toIncarnation(), m.term(), m.prevLogIndex(), m.prevLogTerm(), m.entries(), m.prevLogIndex() + m.entries().size(), m.readRound())
            : message);

    /** A follower acknowledges one entry more than it holds. */
    static final Interposer ACKNOWLEDGE_TOO_MUCH = messages(message -> message instanceof AppendEntriesResponse m && m.success()
            ? new AppendEntriesResponse(m.from(), m.fromIncarnation(), m.to(), m.term(), true, m.index() + 1, m.hintIndex(), m.hintTerm(), m.readRound(), m.lost())
            : message);

    /** The leader answers a follower's read with an index from long ago. */
    static final Interposer READ_INDEX_TOO_LOW = messages(message -> message instanceof ReadIndexResponse m
            ? new ReadIndexResponse(m.from(), m.fromIncarnation(), m.to(), m.term(), m.requestId(), 0)
            : message);

    /** Nobody learns that it was voted for. */
    static final Interposer NO_VOTE_ARRIVES = new Interposer() {
        @Override
        public Network network(SimNode host, Network network) {
            return (to, frame) -> {
                if (!(message(frame) instanceof RequestVoteResponse)) {
                    network.send(to, frame);
                }
            };
        }
    };

    /** A node reads its own replica without asking the leader. */
    static final Interposer STALE_LOCAL_READ = doors(Mutants::readingLocally);

    /** A write is acknowledged before it is done. */
    static final Interposer ANSWER_TOO_EARLY = doors((host, door) -> new PassingDoor(door) {
        @Override
        public void propose(Bytes command, Consumer<Outcome<Bytes>> reply) {
            reply.accept(new Outcome.Done<>(host.lastApplied() + 1, command));
            super.propose(command, ignored -> {});
        }
    });

    /** A command that is sent again is applied again. */
    static final Interposer FORGETFUL_SESSIONS = doors((host, door) -> new PassingDoor(door) {
        @Override
        public void propose(long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply) {
            super.propose(command, reply);
        }
    });

    /** One replica applies a command twice now and then. */
    static final Interposer DIVERGING_REPLICA = new Interposer() {
        @Override
        public StateMachine machine(SimNode host, StateMachine machine) {
            return host.id() == 2 ? new Stuttering(machine) : machine;
        }
    };

    /** All clocks but one node's run at twice the rate: far beyond the drift that leases count on. */
    static final Interposer CLOCKS_BEYOND_THE_DRIFT = new Interposer() {
        @Override
        public Clock clock(SimNode host, Clock clock) {
            return host.id() > 1 ? new DoubledClock(clock) : clock;
        }
    };

    private record DoubledClock(Clock clock) implements Clock {
        @Override
        public long monotonicNanos() {
            return 2 * clock.monotonicNanos();
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public void wakeAt(long monotonicNanos) {
            clock.wakeAt(monotonicNanos == Long.MAX_VALUE ? monotonicNanos : (monotonicNanos + 1) / 2);
        }
    }

    private interface DoorChange {
        Door change(SimNode host, Door door);
    }

    private static Interposer doors(DoorChange change) {
        return new Interposer() {
            @Override
            public Door door(SimNode host, Door door) {
                return change.change(host, door);
            }
        };
    }

    private static Interposer messages(UnaryOperator<Message> change) {
        return new Interposer() {
            @Override
            public Network network(SimNode host, Network network) {
                return (to, frame) -> network.send(to, changed(frame, change));
            }
        };
    }

    /** The same in one group; in the others all is well. */
    static Interposer onlyIn(long group, Interposer broken) {
        return new Interposer() {
            @Override
            public Network network(SimNode host, Network network) {
                Network spoiling = broken.network(host, network);
                return (to, frame) -> (decode(frame) instanceof Frame.Protocol protocol && protocol.header().group() == group ? spoiling : network).send(to, frame);
            }
        };
    }

    private static ByteBuffer changed(ByteBuffer frame, UnaryOperator<Message> change) {
        return switch (decode(frame)) {
            case Frame.Protocol protocol -> FrameCodec.encode(new Frame.Protocol(protocol.header(), change.apply(protocol.message())));
            case Frame.OfSeveralGroups several -> FrameCodec.encode(new Frame.OfSeveralGroups(several.header(), several.messages().stream()
                    .map(each -> new Frame.OfGroup(each.group(), change.apply(each.message())))
                    .toList()));
            default -> frame;
        };
    }

    private static Message message(ByteBuffer frame) {
        return decode(frame) instanceof Frame.Protocol protocol ? protocol.message() : null;
    }

    private static Frame decode(ByteBuffer frame) {
        try {
            return FrameCodec.decode(frame.duplicate());
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Door readingLocally(SimNode host, Door door) {
        return new PassingDoor(door) {
            @Override
            public <R> void read(Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
                reply.accept(new Outcome.Done<>(host.lastApplied(), query.apply(host.machine())));
            }
        };
    }

    private static class PassingDoor implements Door {
        private final Door door;

        PassingDoor(Door door) {
            this.door = door;
        }

        @Override
        public void propose(Bytes command, Consumer<Outcome<Bytes>> reply) {
            door.propose(command, reply);
        }

        @Override
        public void openSession(long timeToLiveMillis, Consumer<Outcome<Long>> reply) {
            door.openSession(timeToLiveMillis, reply);
        }

        @Override
        public void propose(long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply) {
            door.propose(session, sequence, command, reply);
        }

        @Override
        public <R> void read(Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
            door.read(query, reply);
        }
    }

    /** Applies one command in fifty twice. */
    private static final class Stuttering implements WrappedMachine {
        private final StateMachine machine;

        Stuttering(StateMachine machine) {
            this.machine = machine;
        }

        @Override
        public StateMachine wrapped() {
            return machine;
        }

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            Bytes answer = machine.apply(context, command);
            if (context.index() % 50 == 0) {
                machine.apply(context, command);
            }
            return answer;
        }
    }

    private record LyingStorage(Storage wrapped) implements WrappedStorage {
        @Override
        public StorageFile wrap(StorageFile file) {
            return new LyingFile(wrapped, file);
        }
    }

    private record LyingFile(Storage storage, StorageFile wrapped) implements WrappedFile {
        @Override
        public void force(Storage.Completion completion) {
            storage.forceNames(completion);
        }
    }
}
