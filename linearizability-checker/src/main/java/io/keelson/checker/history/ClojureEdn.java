package io.keelson.checker.history;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import clojure.lang.Symbol;
import java.io.PushbackReader;
import java.util.List;

/** Clojure's reader of data, which evaluates nothing. Loaded at the first read, since Clojure takes its time to start. */
final class ClojureEdn {
    private static final Object END = new Object();
    private static final IPersistentMap TUPLE = PersistentArrayMap.createAsIfByAssoc(new Object[] {Keyword.intern("keelson", "tuple"), true});
    private static final IFn READ;
    private static final IPersistentMap OPTIONS;

    static {
        Clojure.var("clojure.core", "require").invoke(Clojure.read("clojure.edn"));
        READ = Clojure.var("clojure.edn", "read");
        OPTIONS = PersistentArrayMap.createAsIfByAssoc(new Object[] {
            Keyword.intern("eof"), END, Keyword.intern("default"), new AFn() {
                @Override
                public Object invoke(Object tag, Object value) {
                    return untag((Symbol) tag, value);
                }
            },
        });
    }

    private ClojureEdn() {
    }

    /**
     * The next form.
     *
     * @throws MalformedHistoryException with what Clojure objects to, on one line, without a place
     */
    static Object read(PushbackReader reader) {
        Object form;
        try {
            form = READ.invoke(OPTIONS, reader);
        } catch (MalformedHistoryException e) {
            throw e;
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof MalformedHistoryException malformed) {
                throw malformed;
            }
            throw new MalformedHistoryException(cause.getMessage() == null ? cause.getClass().getSimpleName()
                : cause.getMessage().replace('\n', ' '));
        }
        if (form == END) {
            throw new MalformedHistoryException("the end of the file");
        }
        return form;
    }

    /** Unknown tags are dropped; what one calls a tuple is marked, and else a vector like any other. */
    private static Object untag(Symbol tag, Object value) {
        boolean isTuple = RawEvent.Tuple.isTag(tag.getName()) && value instanceof List<?> pair && pair.size() == 2;
        return isTuple ? PersistentVector.create((List<?>) value).withMeta(TUPLE) : value;
    }

    /** A value as it stands in an event: a marked one is a tuple. */
    static Object value(Object form) {
        return form instanceof PersistentVector vector && vector.meta() == TUPLE ? new RawEvent.Tuple(vector.nth(0), vector.nth(1)) : form;
    }
}
