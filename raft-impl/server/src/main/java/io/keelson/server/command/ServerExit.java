package io.keelson.server.command;

/** What a server's exit code says. A signal ends it with the system's own code, after it has closed in good order. */
final class ServerExit {
    /** It was to end with its parent, and did. */
    static final int ENDED = 0;

    /** Another process has one of its ports; nothing was written. */
    static final int PORT_IN_USE = 3;

    /** The data directory can't be used: another cluster's or member's, another process is on it, damaged; nothing was written. */
    static final int DATA_DIRECTORY = 4;

    /** The storage failed while it ran. What was acknowledged is durable; look at the disk before starting again. */
    static final int STORAGE_FAILED = 5;

    /** It was removed from its cluster. */
    static final int REMOVED = 6;

    /** The configuration is wrong; nothing was done. */
    static final int BAD_CONFIGURATION = 254;

    private ServerExit() {}
}
