package io.keelson.kv;

/**
 * When a key changed: each command that changes anything takes the next {@code main}, and its changes are numbered by {@code sub}.
 *
 * @param main from 2, since an empty store is at revision 1
 * @param sub from 0
 */
public record Revision(long main, int sub) implements Comparable<Revision> {
    @Override
    public int compareTo(Revision other) {
        return main != other.main ? Long.compare(main, other.main) : Integer.compare(sub, other.sub);
    }
}
