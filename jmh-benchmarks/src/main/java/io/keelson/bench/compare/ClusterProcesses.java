package io.keelson.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The members of one cluster, each a process; their data lies in folders of their own, and what they print in a log beside them. */
final class ClusterProcesses implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long PAUSE_MILLIS = 20;

    private final Contestant contestant;
    private final Path directory;
    private final DiskWrites disk;
    private final List<String> memory;
    private final List<Integer> ports;
    private final Member[] members;

    private static final class Member {
        final Process process;
        final BufferedReader answers;
        final PrintStream commands;

        Member(Process process) {
            this.process = process;
            this.answers = process.inputReader(StandardCharsets.UTF_8);
            this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }
    }

    /**
     * Starts them and waits for a leader.
     *
     * @param memory the JVM's flags for the heap
     * @throws IOException if one does not start; its log says why
     */
    ClusterProcesses(Contestant contestant, int size, Path directory, List<String> memory) throws IOException {
        this.contestant = contestant;
        this.directory = directory;
        this.disk = new DiskWrites(directory);
        this.memory = memory;
        this.ports = freePorts(size);
        this.members = new Member[size];
        try {
            for (int i = 0; i < size; i++) {
                members[i] = start(i + 1);
            }
            for (int i = 0; i < size; i++) {
                expectReady(i + 1);
            }
            leader();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    private Member start(int number) throws IOException {
        Path data = Files.createDirectories(directory.resolve(contestant.name() + "-" + number));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(memory);
        line.addAll(contestant.jvmFlags());
        line.addAll(List.of("-cp", contestant.classPath(), contestant.mainClass(), String.valueOf(number), data.toString()));
        ports.forEach(port -> line.add(String.valueOf(port)));
        return new Member(new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log(number).toFile())).start());
    }

    private Path log(int number) {
        return directory.resolve(contestant.name() + "-" + number + ".log");
    }

    private void expectReady(int number) throws IOException {
        if (!"ready".equals(within(PATIENCE_SECONDS, () -> members[number - 1].answers.readLine()))) {
            throw new IOException("member " + number + " of " + contestant.name() + " did not start; " + log(number) + " says why");
        }
    }

    private interface Reading {
        String read() throws IOException;
    }

    /** Reads on a thread of its own, since a pipe knows no time limit; null when it is over. */
    private static String within(long seconds, Reading reading) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                line.complete(reading.read());
            } catch (IOException ended) {
                line.complete(null);
            }
        });
        return line.completeOnTimeout(null, seconds, TimeUnit.SECONDS).join();
    }

    /** Sends a member a command and returns its answer. */
    private String ask(int number, String command, long seconds) throws IOException {
        Member member = members[number - 1];
        member.commands.println(command);
        String answer = within(seconds, member.answers::readLine);
        if (answer == null) {
            throw new IOException("member " + number + " of " + contestant.name() + " does not answer '" + command + "'; " + log(number)
                    + " may say why");
        }
        return answer;
    }

    /** Returns the number of the member that leads, waiting for it. */
    int leader() throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < giveUp) {
            for (int number = 1; number <= members.length; number++) {
                if (ask(number, "role", PATIENCE_SECONDS).equals("leader")) {
                    return number;
                }
            }
            sleep(PAUSE_MILLIS);
        }
        throw new IOException("no member of " + contestant.name() + " leads; the logs in " + directory + " may say why");
    }

    /** Loads the leader and measures all members meanwhile. */
    Sample load(Workload workload, long millis) throws IOException {
        int leader = leader();
        List<ProcessUsage> before = usage();
        double diskBefore = disk.bytes();
        String answer = ask(
                leader,
                "load " + workload.kind() + " " + workload.outstanding() + " " + workload.producers() + " " + workload.valueBytes() + " " + millis,
                PATIENCE_SECONDS + millis / 1000);
        List<ProcessUsage> after = usage();
        double diskBytes = disk.bytes() - diskBefore;
        long[] told = java.util.Arrays.stream(answer.split(" ")).mapToLong(Long::parseLong).toArray();
        double operations = Math.max(1, told[0]);
        double cpu = 0;
        double resident = 0;
        for (int i = 0; i < members.length; i++) {
            cpu += after.get(i).cpuSeconds() - before.get(i).cpuSeconds();
            resident = Math.max(resident, after.get(i).residentBytes());
        }
        return new Sample(
                told[0] / (told[2] / 1e9),
                told[3] / 1e3,
                told[4] / 1e3,
                told[5] / 1e3,
                told[6] / 1e3,
                cpu / operations * 100_000,
                diskBytes / operations,
                told[7] / operations,
                resident / (1 << 20),
                told[1]);
    }

    private List<ProcessUsage> usage() throws IOException {
        List<ProcessUsage> all = new ArrayList<>();
        for (Member member : members) {
            all.add(ProcessUsage.of(member.process.pid()));
        }
        return all;
    }

    /**
     * Kills the leader while it is loaded, waits until another has committed a put, and starts the killed one again.
     *
     * @param loadMillis how long it is loaded before
     * @return the time from the kill to that commit, in milliseconds
     */
    double failOver(long loadMillis) throws IOException {
        int leader = leader();
        List<Integer> others = new ArrayList<>();
        for (int number = 1; number <= members.length; number++) {
            if (number != leader) {
                others.add(number);
                ask(number, "watch", PATIENCE_SECONDS);
            }
        }
        Member doomed = members[leader - 1];
        doomed.commands.println("load PUT 256 1 256 " + 10 * loadMillis);
        sleep(loadMillis);
        long killed = System.currentTimeMillis();
        doomed.process.destroyForcibly();
        long committed = firstCommit(others);
        members[leader - 1] = start(leader);
        expectReady(leader);
        sleep(loadMillis);
        return committed - killed;
    }

    /**
     * Kills a member and starts it again.
     *
     * @return how long it took to open what it had on disk, in milliseconds, the start of its JVM left aside
     */
    double reopen(int number) throws IOException {
        kill(number);
        members[number - 1] = start(number);
        expectReady(number);
        return Double.parseDouble(ask(number, "opened", PATIENCE_SECONDS));
    }

    /** Kills a member, which may be dead already. */
    void kill(int number) {
        members[number - 1].process.destroyForcibly().onExit().join();
    }

    /** What a member has used so far. */
    ProcessUsage usageOf(int number) throws IOException {
        return ProcessUsage.of(members[number - 1].process.pid());
    }

    /** The members tell when, by the machine's clock, so how often they are asked does not matter. */
    private long firstCommit(List<Integer> watchers) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < giveUp) {
            for (int number : watchers) {
                long at = Long.parseLong(ask(number, "committed", PATIENCE_SECONDS));
                if (at != 0) {
                    return at;
                }
            }
            sleep(PAUSE_MILLIS);
        }
        throw new IOException("nobody has committed anything in " + contestant.name() + " since its leader was killed; the logs in " + directory
                + " may say why");
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kills them: what they hold is not needed any more. */
    @Override
    public void close() {
        for (Member member : members) {
            if (member != null) {
                member.process.destroyForcibly();
            }
        }
        for (Member member : members) {
            if (member != null) {
                member.process.onExit().join();
            }
        }
    }
}
