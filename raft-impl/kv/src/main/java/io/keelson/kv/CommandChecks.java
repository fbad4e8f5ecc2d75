package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is wrong with a command whatever the store holds. A server asks before it proposes, the state machine before it applies. */
public final class CommandChecks {
    private CommandChecks() {}

    /**
     * Checks a command by itself.
     *
     * @param command the command
     * @throws KvRefusal if no store would carry it out
     */
    public static void check(KvCommand command) throws KvRefusal {
        switch (command) {
            case KvCommand.Put put -> check((KvOperation) put);
            case KvCommand.DeleteRange delete -> check((KvOperation) delete);
            case KvCommand.Txn txn -> check(txn);
        }
    }

    private static void check(KvCommand.Txn txn) throws KvRefusal {
        int most = KvCommand.Txn.MAX_OPERATIONS;
        if (txn.compares().size() > most || txn.success().size() > most || txn.failure().size() > most) {
            throw new KvRefusal(KvError.TOO_MANY_OPERATIONS);
        }
        for (Compare compare : txn.compares()) {
            requireKey(compare.key());
        }
        for (KvOperation operation : txn.success()) {
            check(operation);
        }
        for (KvOperation operation : txn.failure()) {
            check(operation);
        }
        refuseDuplicates(txn.success());
        refuseDuplicates(txn.failure());
    }

    private static void check(KvOperation operation) throws KvRefusal {
        switch (operation) {
            case RangeRequest range -> requireKey(range.key());
            case KvCommand.DeleteRange delete -> requireKey(delete.key());
            case KvCommand.Put put -> {
                requireKey(put.key());
                if (put.ignoreValue() && put.value().length() > 0) {
                    throw new KvRefusal(KvError.VALUE_PROVIDED);
                }
                if (put.ignoreLease() && put.lease() != 0) {
                    throw new KvRefusal(KvError.LEASE_PROVIDED);
                }
            }
        }
    }

    private static void requireKey(Bytes key) throws KvRefusal {
        if (key.length() == 0) {
            throw new KvRefusal(KvError.KEY_NOT_PROVIDED);
        }
    }

    /** A key has at most one change at a revision: no two puts of it, no put of it beside a deletion that covers it. */
    private static void refuseDuplicates(List<KvOperation> branch) throws KvRefusal {
        TreeSet<Bytes> puts = new TreeSet<>();
        List<KvCommand.DeleteRange> deletes = new ArrayList<>();
        for (KvOperation operation : branch) {
            if (operation instanceof KvCommand.Put put && !puts.add(put.key())) {
                throw new KvRefusal(KvError.DUPLICATE_KEY);
            }
            if (operation instanceof KvCommand.DeleteRange delete) {
                deletes.add(delete);
            }
        }
        for (KvCommand.DeleteRange delete : deletes) {
            for (Bytes key : puts) {
                if (KeyRange.contains(delete.key(), delete.rangeEnd(), key)) {
                    throw new KvRefusal(KvError.DUPLICATE_KEY);
                }
            }
        }
    }
}
