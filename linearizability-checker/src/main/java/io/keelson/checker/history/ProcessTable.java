package io.keelson.checker.history;

/** A number for each process that has one: the operation that it has open, or {@link #GONE}. Open addressing, no boxing. */
final class ProcessTable {
    /** Of a process that has nothing open. */
    static final int NOTHING = -1;
    /** Of a process whose operation has an unknown outcome. */
    static final int GONE = -2;

    private long[] processes = new long[64];
    /** 0 where the place is free, else three more than the number. */
    private int[] values = new int[64];
    private int size;

    int get(long process) {
        int value = values[place(process)];
        return value == 0 ? NOTHING : value - 3;
    }

    void put(long process, int number) {
        int place = place(process);
        if (values[place] == 0) {
            if (++size * 2 > values.length) {
                grow();
                place = place(process);
            }
            processes[place] = process;
        }
        values[place] = number + 3;
    }

    private int place(long process) {
        int place = (int) (process * 0x9e3779b97f4a7c15L >>> 40) & values.length - 1;
        while (values[place] != 0 && processes[place] != process) {
            place = place + 1 & values.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] oldProcesses = processes;
        int[] oldValues = values;
        processes = new long[oldProcesses.length * 2];
        values = new int[oldValues.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != 0) {
                int place = place(oldProcesses[i]);
                processes[place] = oldProcesses[i];
                values[place] = oldValues[i];
            }
        }
    }
}
