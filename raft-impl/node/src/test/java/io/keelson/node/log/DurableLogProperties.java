package io.keelson.node.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random writes, forces, crashes and openings: what was reported durable is found again, and what is found beyond it is a prefix of
 * what was written after it, record by record.
 */
class DurableLogProperties {
    private static final int GROUPS = 3;

    /** What a group's disk may look like: every state that some prefix of its records leads to. */
    private static final class Model {
        final List<Recovered> states = new ArrayList<>(List.of(Recovered.nothing(LogFixture.INITIAL)));
        final List<Integer> stateOfTicket = new ArrayList<>(List.of(0));
        int durable;

        Recovered latest() {
            return states.get(states.size() - 1);
        }

        void write(LogWrite write) {
            Recovered before = latest();
            for (int records = 1; records <= write.records(); records++) {
                states.add(before.after(write, records));
            }
            stateOfTicket.add(states.size() - 1);
        }

        /** What was found must be one of the states from the durable one on; a later crash can't bring back what is beyond it. */
        void found(Recovered found, String when) {
            int at = durable + states.subList(durable, states.size()).lastIndexOf(found);
            assertTrue(at >= durable, () -> when + ": found " + found + "\nafter " + states.get(durable) + "\nwritten " + latest());
            states.subList(at + 1, states.size()).clear();
        }

        /** What was found is durable, and tickets begin anew. */
        void settled() {
            Recovered only = latest();
            states.clear();
            states.add(only);
            stateOfTicket.clear();
            stateOfTicket.add(0);
            durable = 0;
        }
    }

    /** One run: a log, its model, and the choices of one seed. */
    private static final class Run {
        final Random random;
        final int segmentBytes;
        final TreeMap<Long, Model> models = new TreeMap<>();
        final int[] crashes = new int[2];
        LogFixture fixture;
        long term = 1;

        Run(long seed, int segmentBytes) throws Exception {
            random = new Random(seed);
            this.segmentBytes = segmentBytes;
            for (long group = 1; group <= GROUPS; group++) {
                models.put(group, new Model());
            }
            fixture = LogFixture.settled(new MemoryStorage(), segmentBytes);
        }

        void step(String when) throws Exception {
            int choice = random.nextInt(100);
            if (choice < 40) {
                append();
            } else if (choice < 45) {
                rebase();
            } else if (choice < 65) {
                fixture.log.flush();
            } else if (choice < 90) {
                fixture.storage.completeOne();
            } else if (choice < 93) {
                fixture.storage.completeAll();
                fixture.log.mark();
            } else {
                crash(when);
            }
            fixture.durable.forEach((group, ticket) ->
                    models.get(group).durable = models.get(group).stateOfTicket.get(ticket.intValue()));
        }

        private void append() {
            long group = 1 + random.nextInt(GROUPS);
            Model model = models.get(group);
            HardState state = random.nextInt(3) > 0 ? null : new HardState(++term, random.nextInt(4));
            List<Entry> entries = new ArrayList<>();
            long first = model.latest().base().index() + 1;
            long end = model.latest().lastIndex() + 1;
            long next = random.nextInt(4) > 0 ? end : first + random.nextInt((int) (end - first) + 1);
            term++;
            for (int i = random.nextInt(4); i > 0; i--) {
                int length = random.nextInt(40) == 0 ? 3 * segmentBytes : random.nextInt(random.nextBoolean() ? 40 : 900);
                entries.add(LogFixture.entry(next++, term, length));
            }
            write(group, new LogWrite(model.stateOfTicket.size(), state, entries));
        }

        /** A snapshot was taken here, or came from another member: then what follows it may differ, and goes. */
        private void rebase() {
            long group = 1 + random.nextInt(GROUPS);
            Recovered latest = models.get(group).latest();
            HardState state = random.nextInt(3) > 0 ? null : new HardState(++term, random.nextInt(4), random.nextInt(3));
            int beyondBase = 1 + random.nextInt(latest.entries().size() + 3);
            boolean inLog = beyondBase <= latest.entries().size();
            boolean agrees = inLog && random.nextInt(3) > 0;
            long baseTerm = agrees ? latest.entries().get(beyondBase - 1).term() : ++term;
            LogBase base = new LogBase(latest.base().index() + beyondBase, baseTerm, configuration(), 1 + random.nextInt(9));
            write(group, new LogWrite(models.get(group).stateOfTicket.size(), state, base, agrees ? 0 : base.index() + 1, List.of()));
        }

        private Configuration configuration() {
            List<Long> voters = LongStream.rangeClosed(1, 1 + random.nextInt(5)).boxed().toList();
            return new Configuration(voters, random.nextBoolean() ? List.of() : voters, random.nextBoolean() ? List.of() : List.of(77L));
        }

        private void write(long group, LogWrite write) {
            fixture.log.append(group, write);
            models.get(group).write(write);
        }

        /** Crashes and opens; more crashes may come before the log has settled. */
        private void crash(String when) throws Exception {
            do {
                MemoryStorage after = torn();
                fixture = LogFixture.open(after, segmentBytes);
                models.forEach((group, model) -> model.found(fixture.recovered(group), when));
                crashes[fixture.log.statistics().tornBytes() > 0 ? 1 : 0]++;
                for (int completions = random.nextInt(100); completions > 0; completions--) {
                    after.completeOne();
                }
            } while (!fixture.log.settled());
            models.values().forEach(Model::settled);
        }

        private MemoryStorage torn() {
            MemoryStorage.Survivors half = (file, sector) -> random.nextBoolean();
            MemoryStorage.Survivors most = (file, sector) -> random.nextInt(8) > 0;
            MemoryStorage.Survivors none = (file, sector) -> false;
            return switch (random.nextInt(5)) {
                case 0 -> fixture.storage.killed();
                case 1 -> fixture.storage.crash(half);
                case 2 -> fixture.storage.crash(most);
                case 3 -> fixture.storage.crash(half, half);
                default -> fixture.storage.crash(none);
            };
        }
    }

    private static Run run(long seed, int segmentBytes) throws Exception {
        Run run = new Run(seed, segmentBytes);
        for (int i = 0; i < 200; i++) {
            run.step("seed " + seed + ", step " + i);
            assertEquals(List.of(), run.fixture.failures);
        }
        return run;
    }

    @Property(tries = 80)
    void whatWasDurableIsFoundAndTheRestIsAPrefix(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int size)
            throws Exception {
        run(seed, size * 1024);
    }

    @Example
    void aRunThatOnceWentBeyondWhatWasPrepared() throws Exception {
        run(593, 4096);
    }

    @Example
    void aTornRecordIsNotMadeWholeByTheZerosBehindIt() throws Exception {
        run(22, 2048);
    }

    @Example
    void theRunsAreNotVacuous() throws Exception {
        int torn = 0;
        int whole = 0;
        for (long seed = 0; seed < 20; seed++) {
            int[] crashes = run(seed, 2048).crashes;
            whole += crashes[0];
            torn += crashes[1];
        }
        assertTrue(torn > 10 && whole > 10, torn + " openings cut something, " + whole + " did not");
    }
}
