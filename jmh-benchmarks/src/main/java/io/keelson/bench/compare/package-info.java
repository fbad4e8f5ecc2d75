/** Keelson beside other Raft libraries: the same load on the same machine in the same run, each member a process of its own, everything forced to disk. */
package io.keelson.bench.compare;
