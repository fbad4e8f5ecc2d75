package io.keelson.server.command;

import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.keelson.core.Configuration;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.runtime.SnapshotCopies;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.server.KeelsonServer;
import io.keelson.server.etcd.EtcdClients;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keelson snapshot}: copies of the store's state for an operator to keep. */
@Command(
        name = "snapshot",
        description = {
            "Copies of the store's state: takes one from a running member, checks it, begins a new cluster from it.%n",
            "A copy holds every revision and the sessions, in Keelson's own format. etcdctl snapshot save takes the same copy from a member; what it holds is told and restored by this command alone."
        },
        footer = {"", "Exit codes: 0 sound, 1 damaged, 2 unreadable or unreachable, 254 bad arguments, 255 crash."},
        subcommands = {SnapshotCommand.Save.class, SnapshotCommand.Verify.class, SnapshotCommand.Inspect.class, SnapshotCommand.Restore.class})
public final class SnapshotCommand implements Runnable {
    private static final int DAMAGED = 1;
    private static final int UNREADABLE = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private interface Work {
        void run() throws DamagedSnapshotException, IOException;
    }

    /** Runs the work; says in one line what is wrong, and returns the exit code. */
    private static int attempt(CommandSpec spec, Path file, Work work) {
        if (Files.isDirectory(file)) {
            return failed(spec, UNREADABLE, file + " is a directory; a copy is one file: name that");
        }
        try {
            work.run();
            return 0;
        } catch (NewerSnapshotException newer) {
            return failed(spec, UNREADABLE, file + " can't be read: " + newer.getMessage());
        } catch (DamagedSnapshotException damaged) {
            return failed(spec, DAMAGED, file + " is damaged: " + damaged.getMessage());
        } catch (IOException unreadable) {
            return failed(spec, UNREADABLE, CommandFailures.ofFile(file, unreadable));
        }
    }

    private static int failed(CommandSpec spec, int code, String oneLine) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + oneLine);
        return code;
    }

    private static String describe(SnapshotManifest manifest) {
        return "cluster " + manifest.cluster() + ", group " + manifest.group() + ", up to index " + manifest.base().index() + " of term " + manifest.base().term() + ", voters "
                + manifest.base().configuration().voters() + ", " + manifest.bytes() + " bytes in " + manifest.base().chunks() + " chunks";
    }

    /** Takes a copy. */
    @Command(
            name = "save",
            description = {
                "Takes a copy from a member: all that was acknowledged before is in it.%n",
                "It may take as long as it takes; only if the member is silent for --timeout is it given up, and nothing is left of it."
            })
    static final class Save implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "Where the copy goes; replaced if it exists, once the new one is whole.")
        private Path file;

        @Mixin
        private ClientOptions client;

        @Option(names = "--group", paramLabel = "NAME", description = "A group made by keelson groups create; the default group if there is none. A member that holds it must be asked.")
        private String group;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            return attempt(spec, file, () -> {
                Path unfinished = file.resolveSibling(file.getFileName() + ".part");
                try {
                    download(unfinished);
                    force(unfinished);
                    SnapshotManifest manifest = SnapshotCopies.verify(unfinished);
                    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    spec.commandLine().getOut().println("saved: " + describe(manifest));
                } finally {
                    Files.deleteIfExists(unfinished);
                }
            });
        }

        private static void force(Path written) throws IOException {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }

        private void download(Path into) throws IOException {
            ManagedChannel channel = client.open();
            try (OutputStream out = Files.newOutputStream(into)) {
                SnapshotDownload.write(EtcdClients.inGroup(channel, group), client.patience(), out);
            } catch (StatusException refused) {
                throw new IOException("no snapshot was taken: " + CommandFailures.ofCall(client.endpoint(), refused.getStatus()), refused);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** Checks a copy. */
    @Command(name = "verify", description = "Reads all of a copy and checks every chunk.")
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The copy, or a snapshot file of a member that does not run.")
        private Path file;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            return attempt(spec, file, () -> spec.commandLine().getOut().println("sound: " + describe(SnapshotCopies.verify(file, KvStateMachine.check()))));
        }
    }

    /** Looks at a copy. */
    @Command(name = "inspect", description = "Prints what a copy says of itself, without reading its chunks.")
    static final class Inspect implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The copy, or a snapshot file of a member that does not run.")
        private Path file;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            return attempt(spec, file, () -> spec.commandLine().getOut().println(describe(SnapshotCopies.inspect(file))));
        }
    }

    /** Begins a new cluster from a copy. */
    @Command(
            name = "restore",
            description = "Makes the data directory of one member of a NEW cluster that begins with what a copy holds. Make one for each member, of the same copy and with the same "
                    + "members, then start them with the same cluster id and initial cluster.")
    static final class Restore implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The copy; checked first.")
        private Path file;

        @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "Made; must be empty if it exists.")
        private Path dataDir;

        @Option(names = "--member-id", required = true, paramLabel = "N", description = "The member whose directory it is.")
        private long memberId;

        @Option(names = "--cluster-id", required = true, paramLabel = "N", description = "The new cluster's id; another than the copied one's, so that the two never mix.")
        private long clusterId;

        @Option(names = "--members", required = true, paramLabel = "N,...", description = "The ids of all members of the new cluster, this one too.")
        private String members;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            long[] ids = members();
            return attempt(spec, file, () -> {
                if (SnapshotCopies.inspect(file).cluster() == clusterId) {
                    throw wrong("--cluster-id: " + clusterId + " is the id of the cluster that the copy was taken of; the new one needs another");
                }
                SnapshotCopies.verify(file, KvStateMachine.check());
                SnapshotManifest manifest = SnapshotCopies.restore(file, dataDir, KeelsonServer.DEFAULT_GROUP, clusterId, memberId, Configuration.of(ids));
                spec.commandLine().getOut().println("restored member " + memberId + " of cluster " + clusterId + " in " + dataDir + " from: " + describe(manifest));
            });
        }

        private long[] members() {
            if (clusterId < 1) {
                throw wrong("--cluster-id: " + clusterId + " is no id; they begin at 1");
            }
            long[] ids;
            try {
                ids = Arrays.stream(members.split(" *, *")).mapToLong(Long::parseLong).toArray();
                Configuration.of(ids);
            } catch (IllegalArgumentException notIds) {
                throw wrong("--members: '" + members + "' is not a list of different ids from 1, as in 1,2,3");
            }
            if (Arrays.stream(ids).noneMatch(id -> id == memberId)) {
                throw wrong("--members: " + members + " does not name this member, " + memberId);
            }
            return ids;
        }

        private ParameterException wrong(String oneLine) {
            return new ParameterException(spec.commandLine(), oneLine);
        }
    }
}
