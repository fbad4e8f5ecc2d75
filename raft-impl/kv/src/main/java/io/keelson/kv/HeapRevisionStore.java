package io.keelson.kv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Keeps the bytes in the heap: where a store lives for a moment, as in simulations, or is small.
 *
 * <p>Main revisions are counted without gaps, and whoever reads one mostly reads one near it next: so they lie in pages of a few, and the page used last is looked at first.
 */
public final class HeapRevisionStore implements RevisionStore {
    private static final int PAGE_BITS = 5;
    private static final int PAGE = 1 << PAGE_BITS;

    private static final class Page {
        final long number;
        /** By the place of the main revision in the page: the first of its records, which for most is all there is. */
        final byte[][] records = new byte[PAGE][];
        /** The same of the others, each by its sub, which says nothing of how many there are; null where there never was one. */
        List<TreeMap<Integer, byte[]>> further;

        int count;

        Page(long number) {
            this.number = number;
        }

        byte[] get(int place, int sub) {
            if (sub == 0) {
                return records[place];
            }
            TreeMap<Integer, byte[]> subs = further == null ? null : further.get(place);
            return subs == null ? null : subs.get(sub);
        }

        void set(int place, int sub, byte[] record) {
            if (sub == 0) {
                records[place] = record;
                return;
            }
            if (further == null) {
                further = new ArrayList<>(Collections.nCopies(PAGE, null));
            }
            if (further.get(place) == null) {
                further.set(place, new TreeMap<>());
            }
            further.get(place).put(sub, record);
        }
    }

    private final TreeMap<Long, Page> pages = new TreeMap<>();
    private Page last;

    @Override
    public void put(Revision revision, byte[] record) {
        Page page = page(revision);
        if (page == null) {
            page = new Page(revision.main() >>> PAGE_BITS);
            pages.put(page.number, page);
        }
        last = page;
        page.set(place(revision), revision.sub(), record);
        page.count++;
    }

    @Override
    public byte[] get(Revision revision) {
        Page page = page(revision);
        return page == null ? null : page.get(place(revision), revision.sub());
    }

    /** The page of a revision; null if none of that page is kept. */
    private Page page(Revision revision) {
        long number = revision.main() >>> PAGE_BITS;
        if (last == null || last.number != number) {
            Page found = pages.get(number);
            last = found == null ? last : found;
            return found;
        }
        return last;
    }

    private static int place(Revision revision) {
        return (int) revision.main() & PAGE - 1;
    }

    @Override
    public void remove(Revision revision) {
        if (get(revision) == null) {
            return;
        }
        Page page = page(revision);
        page.set(place(revision), revision.sub(), null);
        page.count--;
        if (page.count == 0) {
            pages.remove(page.number);
            last = null;
        }
    }

    @Override
    public void clear() {
        pages.clear();
        last = null;
    }

    @Override
    public void close() {
        clear();
    }
}
