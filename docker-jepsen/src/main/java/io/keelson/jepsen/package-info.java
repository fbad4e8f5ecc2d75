/**
 * Runs a workload and faults against a cluster of real processes, and judges what the clients saw.
 *
 * <p>{@link io.keelson.jepsen.Run} goes through the phases of a Jepsen test: set up, warm up, workload with a nemesis, heal, quiet, final
 * reads, verdict. The cluster is reached through two public faces only: etcd's gRPC API, and a
 * {@link io.keelson.jepsen.driver.Driver} that starts, kills, pauses and resumes nodes.
 */
package io.keelson.jepsen;
