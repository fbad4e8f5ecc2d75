package io.keelson.jepsen.link;

/**
 * One direction between two nodes.
 *
 * @param from who sends
 * @param to who hears
 */
public record Link(String from, String to) implements Comparable<Link> {
    /** The other direction. */
    public Link back() {
        return new Link(to, from);
    }

    @Override
    public int compareTo(Link other) {
        int order = from.compareTo(other.from);
        return order != 0 ? order : to.compareTo(other.to);
    }

    @Override
    public String toString() {
        return from + ">" + to;
    }
}
