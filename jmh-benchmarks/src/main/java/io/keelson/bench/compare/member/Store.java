package io.keelson.bench.compare.member;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The state machine that every library replicates in a comparison: a map from 16-byte keys to values. A command is a key and its value, one after the
 * other.
 *
 * <p>Not thread-safe: the library applies and reads on one thread.
 */
public final class Store {
    /** The length of each key, in bytes. */
    public static final int KEY_BYTES = 2 * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private record Key(long high, long low) {}

    private final HashMap<Key, byte[]> commands = new HashMap<>();

    /**
     * A command that puts a value.
     *
     * @param key the key's number
     * @param value the value's bytes, copied
     * @return the command
     */
    public static byte[] command(long key, byte[] value) {
        byte[] command = new byte[KEY_BYTES + value.length];
        LONGS.set(command, 0, 0x6b65_656c_736f_6e2fL);
        LONGS.set(command, Long.BYTES, key);
        System.arraycopy(value, 0, command, KEY_BYTES, value.length);
        return command;
    }

    /** The bytes of a key by its number. */
    public static byte[] key(long key) {
        return command(key, new byte[0]);
    }

    /**
     * Applies a command.
     *
     * @param command kept, and not changed afterwards
     */
    public void apply(byte[] command) {
        commands.put(keyOf(command), command);
    }

    /** Returns the latest command for a key, null if there was none. */
    public byte[] get(byte[] key) {
        return commands.get(keyOf(key));
    }

    /** Returns the latest command for each key, as of now: a snapshot. */
    public List<byte[]> commands() {
        return new ArrayList<>(commands.values());
    }

    /** Forgets everything. */
    public void clear() {
        commands.clear();
    }

    private static Key keyOf(byte[] bytes) {
        return new Key((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, Long.BYTES));
    }
}
