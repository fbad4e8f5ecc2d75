package io.keelson.kv;

/** Why a command or a query is refused. Where etcd has the error, the text is etcd's, since clients compare texts. */
public enum KvError {
    /** A key is empty. */
    KEY_NOT_PROVIDED(1, "etcdserver: key is not provided"),
    /** {@code ignoreValue} or {@code ignoreLease} on a key that does not exist. */
    KEY_NOT_FOUND(2, "etcdserver: key not found"),
    /** {@code ignoreValue} together with a value. */
    VALUE_PROVIDED(3, "etcdserver: value is provided"),
    /** {@code ignoreLease} together with a lease. */
    LEASE_PROVIDED(4, "etcdserver: lease is provided"),
    /** More compares or operations than {@link KvCommand.Txn#MAX_OPERATIONS}. */
    TOO_MANY_OPERATIONS(5, "etcdserver: too many operations in txn request"),
    /** One branch of a transaction would change a key twice. */
    DUPLICATE_KEY(6, "etcdserver: duplicate key given in txn request"),
    /** The revision asked for is no longer kept. */
    COMPACTED(7, "etcdserver: mvcc: required revision has been compacted"),
    /** The revision asked for does not exist yet. */
    FUTURE_REVISION(8, "etcdserver: mvcc: required revision is a future revision"),
    /** The quota is used up; reads and deletes go on. */
    NO_SPACE(9, "etcdserver: mvcc: database space exceeded"),
    /** The lease does not exist. */
    LEASE_NOT_FOUND(10, "etcdserver: requested lease not found"),
    /** The bytes are no command. */
    MALFORMED(11, "keelson: malformed command"),
    /** A transaction inside a transaction. */
    NESTED_TXN(12, "keelson: a txn inside a txn is not supported; write one flat txn"),
    /** A sort order or target that does not exist. */
    INVALID_SORT(13, "etcdserver: invalid sort option"),
    /** A query would have to hold more than {@link RangeQuery#MAX_BYTES} at once. */
    ANSWER_TOO_LARGE(14, "keelson: the answer, or what has to be sorted for it, has more than 32 MiB; ask for less, with a limit or a narrower range");

    private final int code;
    private final String text;

    KvError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Returns the number in encoded results; it never changes. */
    public int code() {
        return code;
    }

    /** Returns the line for the client. */
    public String text() {
        return text;
    }

    /**
     * Finds an error by its number.
     *
     * @param code from {@link #code()}
     * @return the error, null if there is none
     */
    public static KvError ofCode(int code) {
        for (KvError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return null;
    }
}
