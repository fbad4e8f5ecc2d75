package io.keelson.node.runtime;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.node.log.DurableLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that does nothing but write to a durable log and say on its output what is durable, until it is killed. Each entry's content follows from its index, so that the next
 * process can tell whether it finds what was written.
 */
final class LogWriterProcess {
    private static final long GROUP = 1;
    private static final Configuration MEMBERS = Configuration.of(1, 2, 3);
    private static final int SEGMENT = 256 << 10;

    private final LinkedBlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
    private final Random random;
    private final DurableLog log;
    private long ticket;
    private long durableTicket;

    private LogWriterProcess(Path directory, long seed) throws Exception {
        random = new Random(seed);
        log = DurableLog.open(FileStorage.open(directory, completions::add, Sabotage.NONE), random::nextLong, 1, 1, SEGMENT);
        log.listener(new DurableLog.Listener() {
            @Override
            public void durable(long group, long upTo) {
                durableTicket = upTo;
            }

            @Override
            public void failed(String oneLine) {
                say("failed " + oneLine);
                System.exit(1);
            }
        });
    }

    /** Arguments: the directory, a seed. */
    public static void main(String[] arguments) throws Exception {
        new LogWriterProcess(Path.of(arguments[0]), Long.parseLong(arguments[1])).run();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void run() throws Exception {
        while (!log.settled()) {
            completions.take().run();
        }
        Recovered found = log.recovered(GROUP, MEMBERS);
        for (Entry entry : found.entries()) {
            if (!entry.equals(entry(entry.index(), entry.term()))) {
                say("wrong entry " + entry.index());
            }
        }
        log.damages().forEach(line -> say("damage " + line));
        say("found " + found.lastIndex() + " " + found.base().index() + " " + found.hardState().term());
        long last = found.lastIndex();
        long base = found.base().index();
        long term = found.hardState().term();
        while (true) {
            long first = last + 1;
            boolean votes = random.nextInt(8) == 0;
            term += votes ? 1 : 0;
            List<Entry> entries = new ArrayList<>();
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                entries.add(entry(++last, Math.max(1, term)));
            }
            write(new LogWrite(++ticket, votes ? new HardState(term, 1) : null, entries));
            say("durable " + last + " " + base + " " + term);
            if (first - base > 2_000) {
                base = first - 200;
                write(new LogWrite(++ticket, null, new LogBase(base, Math.max(1, term), MEMBERS, 1), 0, List.of()));
                say("durable " + last + " " + base + " " + term);
            }
        }
    }

    private void write(LogWrite write) throws InterruptedException {
        log.append(GROUP, write);
        log.flush();
        while (durableTicket < write.ticket()) {
            completions.take().run();
        }
    }

    private static Entry entry(long index, long term) {
        byte[] content = new byte[(int) (16 + index * 7_919 % 700)];
        new Random(index).nextBytes(content);
        ByteBuffer.wrap(content).putLong(index);
        return new Entry(index, term, new Payload.Command(Bytes.wrap(content)));
    }
}
