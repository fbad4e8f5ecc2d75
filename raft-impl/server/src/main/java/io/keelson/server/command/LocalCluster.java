package io.keelson.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The processes of a cluster on this machine. */
final class LocalCluster implements AutoCloseable {
    private static final long GRACE_SECONDS = 5;

    private final List<Member> members;
    private final PrintWriter out;
    private volatile boolean closing;

    private LocalCluster(List<Member> members, PrintWriter out) {
        this.members = members;
        this.out = out;
    }

    /** One member's process. */
    static final class Member {
        private final MemberPlan plan;
        private final Process process;
        /** Completes with true when the process serves, with false when it has ended without. */
        private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

        private Member(MemberPlan plan, Process process) {
            this.plan = plan;
            this.process = process;
        }

        MemberPlan plan() {
            return plan;
        }

        long pid() {
            return process.pid();
        }

        int exitCode() {
            return process.exitValue();
        }
    }

    /** Starts the processes: this JVM's java, flags and class path. */
    static LocalCluster start(List<MemberPlan> plans, PrintWriter out) throws IOException {
        List<Member> members = new ArrayList<>();
        LocalCluster cluster = new LocalCluster(members, out);
        try {
            for (MemberPlan plan : plans) {
                Process process = new ProcessBuilder(commandLine(plan, plans)).redirectErrorStream(true).start();
                members.add(new Member(plan, process));
            }
        } catch (IOException failed) {
            cluster.close();
            throw failed;
        }
        members.forEach(cluster::follow);
        return cluster;
    }

    private static List<String> commandLine(MemberPlan plan, List<MemberPlan> plans) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                // A debugger's port can't be shared.
                .filter(argument -> !argument.startsWith("-agentlib:jdwp"))
                .forEach(line::add);
        line.add("-D" + Parent.PROPERTY + "=true");
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerMain.class.getName()));
        line.addAll(plan.flags(plans));
        return line;
    }

    /** Passes on what the member prints, and says when it ends. */
    private void follow(Member member) {
        Thread.ofPlatform().daemon().name("member-" + member.plan.id()).start(() -> {
            try (BufferedReader lines = member.process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(ServerCommand.READY)) {
                        member.ready.complete(true);
                    } else {
                        print(member, line);
                    }
                }
            } catch (IOException ended) {
                // The process is gone; its end is told below.
            }
            member.process.onExit().thenAccept(process -> {
                if (!closing) {
                    print(member, "ended with exit code " + process.exitValue());
                }
                member.ready.complete(false);
            });
        });
    }

    private void print(Member member, String line) {
        synchronized (out) {
            out.println("member " + member.plan.id() + ": " + line);
            out.flush();
        }
    }

    /** Returns the members, by ascending id. */
    List<Member> members() {
        return List.copyOf(members);
    }

    /** Waits until all members serve; returns the first that ended instead, null if there is none. */
    Member awaitReady() {
        for (Member member : members) {
            if (!member.ready.join()) {
                return member;
            }
        }
        return null;
    }

    /** Waits until all members have ended. */
    void awaitEnd() {
        members.forEach(member -> member.process.onExit().join());
    }

    /** Asks all members to end, and after a while insists. */
    @Override
    public void close() {
        closing = true;
        members.forEach(member -> member.process.destroy());
        for (Member member : members) {
            try {
                if (!member.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    member.process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                member.process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
