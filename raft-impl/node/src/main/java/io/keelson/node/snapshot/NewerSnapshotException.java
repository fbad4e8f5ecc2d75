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

    /**
     * Requires that this version reads a format; it reads all up to the newest that it knows.
     *
     * @param what "it", or the part that has the format
     * @param format the format that it has
     * @param known the newest that this version reads; formats are counted from 1
     * @throws NewerSnapshotException if the format is a later one
     * @throws DamagedSnapshotException if there never was such a format
     */
    public static void requireKnown(String what, int format, int known) throws DamagedSnapshotException {
        if (format > known) {
            throw new NewerSnapshotException(what, format, known);
        }
        if (format < 1) {
            throw new DamagedSnapshotException(what + " has format " + format + ", which there never was");
        }
    }
}
