package io.keelson.node.snapshot;

/** A snapshot, or a part of one, has a format that this version does not know. It may well be whole: nothing may be done in its place. */
public final class NewerSnapshotException extends DamagedSnapshotException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what has which format.
     *
     * @param what "it", or the part that has the format
     * @param format the format that it has
     * @param known the newest that this version reads
     */
    public NewerSnapshotException(String what, int format, int known) {
        super(what + " has format " + format + ", this version reads " + known + "; run a newer version");
    }
}
