package io.keelson.launcher.conformance;

/**
 * A model whose whole graph was compared.
 *
 * @param model its name
 * @param bound how large it is, in a few words
 * @param javaStates distinct states by the core
 * @param specStates distinct states by TLC
 * @param transitions between them
 * @param depth of the graph
 * @param equal whether the graphs are
 * @param difference the first difference, empty if there is none
 * @param javaCpuSeconds of the exploration in Java
 */
record GraphRow(
        String model,
        String bound,
        long javaStates,
        long specStates,
        long transitions,
        int depth,
        boolean equal,
        String difference,
        double javaCpuSeconds) {
    long transitionsPerCpuSecond() {
        return (long) (transitions / Math.max(0.001, javaCpuSeconds));
    }
}
