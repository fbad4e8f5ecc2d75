package io.keelson.launcher;

import io.keelson.jepsen.driver.NodePlan;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a server of this build is started as a process of its own. */
final class ServerProcess {
    /** Small: a node of a test cluster holds little, and several of them share a machine with their clients. */
    private static final List<String> MEMORY = List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ServerProcess() {}

    /** Returns the command line of one node of a cluster: this JVM's java, flags and class path, and the command {@code server}. */
    static List<String> commandLine(NodePlan node, List<NodePlan> cluster) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(Resources.jvmFlags());
        line.addAll(MEMORY);
        line.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), Keelson.class.getName(), "server"));
        return line;
    }

    private static String absolute(String classPath) {
        return java.util.Arrays.stream(classPath.split(File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
