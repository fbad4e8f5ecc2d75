package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The same graph of configurations, completion by completion: all that can be reached before one is passed, of which only the best
 * are kept, then all before the next. Where many crashed operations could be used in many places, this visits far fewer than going
 * depth first, since those that use few come before those that use more; and it forgets what lies behind. It finds no order.
 */
final class LayeredSearch {
    private final Timeline line;
    private final StateTable table;
    private final Meter meter;
    private final Configuration here;
    private final Candidates candidates = new Candidates();
    private final Trail trail = new Trail();
    private final int width;
    private final TreeMap<Integer, Layer> layers = new TreeMap<>();
    private long pendingWords;
    private int position;
    private String exhausted;

    LayeredSearch(Timeline line, StateTable table, int initialState, Meter meter) {
        this.line = line;
        this.table = table;
        this.meter = meter;
        here = new Configuration(line, table, initialState, trail);
        width = 1 + here.words().length;
    }

    /** The configurations before one completion, by how many crashed operations they use. */
    private final class Layer {
        private final TreeMap<Integer, Block> byUse = new TreeMap<>();
        private final DominanceSet added = here.newSet();

        /** Adds the present configuration, unless one that is as good has been added. */
        void add() {
            if (!added.dominates(here.position(), here.state(), here.words(), 0)) {
                added.add(here.position(), here.state(), here.words(), 0);
                byUse.computeIfAbsent(here.totalUsed(), total -> new Block()).add();
            }
        }
    }

    /** A list of configurations: the state, then mask and counts, one after the other. */
    private final class Block {
        private long[] items = new long[4 * width];
        private int size;

        void add() {
            if ((size + 1) * width > items.length) {
                items = Arrays.copyOf(items, items.length * 2);
            }
            items[size * width] = here.state();
            System.arraycopy(here.words(), 0, items, size * width + 1, width - 1);
            size++;
            pendingWords += width;
        }
    }

    Verdict run() {
        if (here.settle()) {
            return Verdict.VALID;
        }
        addHere();
        while (!layers.isEmpty()) {
            position = layers.firstKey();
            if (expand(layers.get(position))) {
                return Verdict.VALID;
            }
            if (exhausted != null) {
                return Verdict.UNKNOWN;
            }
            layers.remove(position);
        }
        return Verdict.INVALID;
    }

    private void addHere() {
        layers.computeIfAbsent(here.position(), at -> new Layer()).add();
    }

    /** Expands each configuration of the layer that nothing better makes superfluous; true where one explains everything. */
    private boolean expand(Layer layer) {
        DominanceSet expanded = here.newSet();
        while (!layer.byUse.isEmpty()) {
            Block block = layer.byUse.firstEntry().getValue();
            for (int i = 0; i < block.size; i++) {
                exhausted = meter.exhausted(table.bytes() + pendingWords * 24 + expanded.bytes());
                int at = i * width;
                int state = (int) block.items[at];
                if (exhausted != null) {
                    return false;
                }
                if (!expanded.dominates(position, state, block.items, at + 1)) {
                    expanded.add(position, state, block.items, at + 1);
                    if (expand(state, block, at + 1)) {
                        return true;
                    }
                }
            }
            pendingWords -= (long) block.size * width;
            layer.byUse.pollFirstEntry();
        }
        return false;
    }

    private boolean expand(int state, Block block, int offset) {
        here.load(position, state, block.items, offset);
        candidates.truncate(0);
        here.addCandidates(candidates);
        for (int i = 0; i < candidates.size(); i++) {
            here.load(position, state, block.items, offset);
            trail.truncate(0);
            here.apply(candidates.get(i));
            meter.visit();
            if (here.settle()) {
                return true;
            }
            addHere();
        }
        return false;
    }

    /** The completion that the search did not get past. */
    Operation stuck() {
        return line.completed[position];
    }

    /** What ended the search before its time, or null. */
    String exhausted() {
        return exhausted;
    }
}
