package io.keelson.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * A library that is compared.
 *
 * @param name for tables
 * @param mainClass runs one member in a process of its own
 * @param classPath where that class and the library are
 * @param jvmFlags what the library's JVM needs, besides the heap's limit, which is the same for all
 */
public record Contestant(String name, String mainClass, String classPath, List<String> jvmFlags) {
    /**
     * Keelson itself, as it is built here.
     *
     * @param jvmFlags those that all of Keelson runs with
     */
    public static Contestant keelson(List<String> jvmFlags) {
        return keelson("keelson", jvmFlags);
    }

    /**
     * Keelson with as many snapshots as a server takes and in a server's heap, limited to 224 MiB: what they cost, and how little memory is enough.
     *
     * @param jvmFlags those that all of Keelson runs with
     * @param serverFlags those that a server runs with besides
     */
    public static Contestant keelsonInLittleMemory(List<String> jvmFlags, List<String> serverFlags) {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.addAll(serverFlags);
        return keelson("keelson224m", flags, "-Xmx224m", "-D" + KeelsonMember.SNAPSHOTS + "=usual");
    }

    /** Keelson that takes no snapshots, so that its log grows, in a heap that holds all of it. */
    static Contestant keelsonWithoutSnapshots(Contestant keelson) {
        return keelson("keelson-log", keelson.jvmFlags(), "-Xmx3g", "-D" + KeelsonMember.SNAPSHOTS + "=none");
    }

    private static Contestant keelson(String name, List<String> jvmFlags, String... more) {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.addAll(List.of(more));
        return new Contestant(name, KeelsonMember.class.getName(), System.getProperty("java.class.path"), flags);
    }
}
