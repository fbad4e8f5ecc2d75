/** Members of other Raft libraries, for {@code keelson bench compare}. */
package io.keelson.bench.peers;
