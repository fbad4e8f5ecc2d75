/** What the clients do: the operations of a workload, the client that carries them out over etcd's API, and the threads that call it. */
package io.keelson.jepsen.workload;
