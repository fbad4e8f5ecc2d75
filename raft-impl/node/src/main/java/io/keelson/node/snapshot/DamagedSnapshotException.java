package io.keelson.node.snapshot;

/** A snapshot file can't be relied upon. The message says what is wrong with it, in half a line: "chunk 3 of 7 does not have its checksum". */
public sealed class DamagedSnapshotException extends Exception permits NewerSnapshotException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public DamagedSnapshotException(String whatIsWrong) {
        super(whatIsWrong);
    }
}
