package io.keelson.server;

import java.util.concurrent.CompletableFuture;

/** A snapshot of the store being read out, as the bytes of a file. */
public interface SnapshotSource {
    /** Has the next bytes made; null if there are no more. One call at a time. */
    CompletableFuture<byte[]> next();

    /** Lets go of what was pinned. */
    void close();
}
