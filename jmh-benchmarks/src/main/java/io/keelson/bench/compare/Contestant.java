package io.keelson.bench.compare;

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
        return new Contestant("keelson", KeelsonMember.class.getName(), System.getProperty("java.class.path"), jvmFlags);
    }
}
