package io.keelson.node.placement;

import io.keelson.core.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of what the metadata group wants. What was planned says of which {@link GroupTable#version()}: of another it is not applied, so that no two plans spoil each other.
 */
public sealed interface GroupCommand {
    /** The longest name, in bytes. */
    int MAX_NAME_BYTES = 64;

    /** The most voters of a group. */
    int MAX_VOTERS = 15;

    /**
     * There shall be another group.
     *
     * @param version of the table, when the voters were chosen
     * @param name not another group's
     * @param voters who shall found it
     */
    record Create(long version, String name, List<Long> voters) implements GroupCommand {
        public Create {
            voters = List.copyOf(voters);
        }
    }

    /**
     * A group shall be no more; its data goes with it.
     *
     * @param name of the group
     */
    record Delete(String name) implements GroupCommand {}

    /**
     * A group shall have other voters.
     *
     * @param version of the table, when they were chosen
     * @param group its id
     * @param voters who shall vote in it
     */
    record Place(long version, long group, List<Long> voters) implements GroupCommand {
        public Place {
            voters = List.copyOf(voters);
        }
    }

    /**
     * The group's leader says that its configuration is the one wanted, and committed.
     *
     * @param version of the table that wants it: said of an earlier wish for the same voters, it is not true of this one before the group has come back to them
     * @param group its id
     * @param voters who vote in it
     */
    record Settled(long version, long group, List<Long> voters) implements GroupCommand {
        public Settled {
            voters = List.copyOf(voters);
        }
    }

    /** Returns the encoded form: a kind, then the fields in order. */
    default Bytes encode() {
        return switch (this) {
            case Create create -> encoded(0, create.version, 0, create.name, create.voters);
            case Delete delete -> encoded(1, 0, 0, delete.name, List.of());
            case Place place -> encoded(2, place.version, place.group, "", place.voters);
            case Settled settled -> encoded(3, settled.version, settled.group, "", settled.voters);
        };
    }

    private static Bytes encoded(int kind, long version, long group, String name, List<Long> voters) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 2 * Long.BYTES + 2 * Integer.BYTES + text.length + Long.BYTES * voters.size());
        out.put((byte) kind).putLong(version).putLong(group).putInt(text.length).put(text).putInt(voters.size());
        voters.forEach(out::putLong);
        return Bytes.wrap(out.array());
    }

    /** Reads the encoded form; null if these bytes are none. */
    static GroupCommand decode(Bytes encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded.shared());
        try {
            int kind = in.get();
            long version = in.getLong();
            long group = in.getLong();
            int length = in.getInt();
            if (length < 0 || length > MAX_NAME_BYTES) {
                return null;
            }
            byte[] text = new byte[length];
            in.get(text);
            int count = in.getInt();
            if (count < 0 || count > MAX_VOTERS || in.remaining() != Long.BYTES * count) {
                return null;
            }
            List<Long> voters = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                voters.add(in.getLong());
            }
            String name = new String(text, StandardCharsets.UTF_8);
            return switch (kind) {
                case 0 -> new Create(version, name, voters);
                case 1 -> new Delete(name);
                case 2 -> new Place(version, group, voters);
                case 3 -> new Settled(version, group, voters);
                default -> null;
            };
        } catch (BufferUnderflowException tooShort) {
            return null;
        }
    }
}
