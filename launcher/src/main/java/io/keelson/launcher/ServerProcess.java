package io.keelson.launcher;

import io.keelson.jepsen.driver.NodeImage;
import io.keelson.jepsen.driver.NodePlan;
import io.keelson.server.command.ServerMain;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a server of this build is started as a process of its own. */
final class ServerProcess {
    /** Small: a node of a test cluster holds little, and several of them share a machine with their clients. */
    private static final List<String> MEMORY = List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ServerProcess() {}

    /** Returns the command line of one node of a cluster: this JVM's java and flags, a build's class path, and the server's settings. */
    static List<String> commandLine(ServerBuild build, NodePlan node, List<NodePlan> cluster) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(Resources.jvmFlags());
        line.addAll(MEMORY);
        if (build == ServerBuild.THIS) {
            line.addAll(archive());
        }
        // A cluster must not outlive the command that started it, even if that is killed.
        line.add("-Dkeelson.ends.with.parent=true");
        line.addAll(List.of("-cp", build.classPath(), ServerMain.class.getName()));
        line.addAll(arguments(node, cluster));
        return line;
    }

    /** The flags by which this JVM shares the script's archive of classes, if it does: those of this build's servers are in it. */
    private static List<String> archive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.matches("-XX:(AOTCache|SharedArchiveFile)=.*|-Xlog:disable")).toList();
    }

    /** What an image of such a server is made of. */
    static NodeImage image() {
        String home = System.getProperty("keelson.home");
        if (home == null) {
            throw new UserError("an image is made by the script 'keelson', which says where its files are");
        }
        List<String> flags = new ArrayList<>(Resources.jvmFlags());
        flags.addAll(MEMORY);
        return new NodeImage(Path.of(home, "docker-jepsen", "docker", "image"), Path.of(System.getProperty("java.home")), ServerBuild.THIS.classPath(), flags);
    }

    /** Returns the settings of one node of a cluster, as a server takes them on its command line. */
    static List<String> arguments(NodePlan node, List<NodePlan> cluster) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("--member-id", String.valueOf(node.number())));
        line.addAll(List.of("--data-dir", node.dataDirectory().toString()));
        line.addAll(List.of("--initial-cluster", cluster.stream()
                .map(member -> member.number() + "=" + member.host() + ":" + member.peerPort()).collect(Collectors.joining(","))));
        if (node.joins()) {
            line.addAll(List.of("--initial-cluster-state", "existing"));
        }
        line.addAll(List.of("--client-listen", node.host() + ":" + node.clientPort()));
        line.addAll(List.of("--admin-listen", node.host() + ":" + node.adminPort()));
        return line;
    }
}
