package io.keelson.node.placement;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The groups that there shall be, and on which members: the metadata group's replicated state. Changed by applied entries alone, so every replica has the same.
 *
 * <p>It says what is wanted; each node makes its part of it true.
 */
public final class GroupTable {
    /** The first id given to a group; those below are the host's own, such as the metadata group's. */
    public static final long FIRST_GROUP = 16;

    /** Why a change is not applied that was planned for another version. */
    public static final String OVERTAKEN = "the groups have changed meanwhile; try again";

    /** The most groups. */
    public static final int MAX_GROUPS = 10_000;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    /** What a group takes in the encoded table besides its name and its members. */
    private static final int LEAST_BYTES = Long.BYTES + 2 + 2 * Integer.BYTES;

    private final TreeMap<Long, PlacedGroup> groups = new TreeMap<>();
    private final TreeMap<String, Long> names = new TreeMap<>();
    private long lastGroup = FIRST_GROUP - 1;
    private long version;
    private long changes;

    /** Returns the groups by ascending id. */
    public List<PlacedGroup> groups() {
        return List.copyOf(groups.values());
    }

    /** Returns a group by its id; null if there is none. */
    public PlacedGroup group(long group) {
        return groups.get(group);
    }

    /** Returns a group by its name; null if there is none. */
    public PlacedGroup named(String name) {
        Long group = names.get(name);
        return group == null ? null : groups.get(group);
    }

    /** Says whether there was a group of this id, and is none any more. */
    public boolean isDeleted(long group) {
        return group >= FIRST_GROUP && group <= lastGroup && !groups.containsKey(group);
    }

    /** Returns how often what is wanted has changed since the cluster began. */
    public long version() {
        return version;
    }

    /** Returns a number that grows with each change that this process has seen. */
    public long changes() {
        return changes;
    }

    /**
     * Applies a command.
     *
     * @param encoded as {@link GroupCommand#encode} made it
     * @param index of its entry
     * @return done, with the group's id in eight bytes; refused, with the reason; not applied, if it was planned for another version
     */
    public Outcome<Bytes> apply(Bytes encoded, long index) {
        GroupCommand command = GroupCommand.decode(encoded);
        String refusal = command == null ? "that is no change of groups" : refusal(command);
        if (refusal != null) {
            return new Outcome.Refused<>(refusal);
        }
        if (isStale(command)) {
            return new Outcome.NotApplied<>(OVERTAKEN, 0);
        }
        long group = carryOut(command);
        changes++;
        return new Outcome.Done<>(index, Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(group).array()));
    }

    private boolean isStale(GroupCommand command) {
        return switch (command) {
            case GroupCommand.Create create -> create.version() != version;
            case GroupCommand.Place place -> place.version() != version;
            case GroupCommand.Settled settled -> settled.version() != version || !groups.get(settled.group()).wanted().equals(settled.voters().stream().sorted().toList());
            case GroupCommand.Delete delete -> false;
        };
    }

    private String refusal(GroupCommand command) {
        return switch (command) {
            case GroupCommand.Create create -> {
                if (nameRefusal(create.name()) != null) {
                    yield nameRefusal(create.name());
                }
                if (names.containsKey(create.name())) {
                    yield "there is a group '" + create.name() + "' already";
                }
                yield groups.size() == MAX_GROUPS ? "there are " + MAX_GROUPS + " groups, which is the limit" : votersRefusal(create.voters());
            }
            case GroupCommand.Delete delete -> names.containsKey(delete.name()) ? null : "there is no group '" + delete.name() + "'";
            case GroupCommand.Place place -> {
                PlacedGroup placed = groups.get(place.group());
                if (placed == null) {
                    yield "there is no group " + place.group();
                }
                yield placed.born() ? votersRefusal(place.voters()) : "group '" + placed.name() + "' is not founded yet; try again";
            }
            case GroupCommand.Settled settled -> groups.containsKey(settled.group()) ? null : "there is no group " + settled.group();
        };
    }

    /** Why this can't be a group's name; null if it can. */
    public static String nameRefusal(String name) {
        boolean good = name.length() <= GroupCommand.MAX_NAME_BYTES && NAME.matcher(name).matches() && !name.equals("default");
        return good ? null : "a group's name has 1 to " + GroupCommand.MAX_NAME_BYTES + " of a-z, 0-9, '.', '_' and '-', begins with a letter or a digit, and is not 'default'";
    }

    private static String votersRefusal(List<Long> voters) {
        boolean good = !voters.isEmpty() && new TreeSet<>(voters).size() == voters.size() && voters.stream().allMatch(voter -> voter >= 1);
        return good ? null : "a group's voters are different members: " + voters;
    }

    private long carryOut(GroupCommand command) {
        return switch (command) {
            case GroupCommand.Create create -> {
                lastGroup++;
                version++;
                put(new PlacedGroup(lastGroup, create.name(), create.voters(), false, false));
                yield lastGroup;
            }
            case GroupCommand.Delete delete -> {
                long group = names.remove(delete.name());
                groups.remove(group);
                version++;
                yield group;
            }
            case GroupCommand.Place place -> {
                version++;
                change(place.group(), placed -> new PlacedGroup(placed.group(), placed.name(), place.voters(), true, false));
                yield place.group();
            }
            case GroupCommand.Settled settled -> {
                change(settled.group(), placed -> new PlacedGroup(placed.group(), placed.name(), placed.wanted(), true, true));
                yield settled.group();
            }
        };
    }

    private void change(long group, Function<PlacedGroup, PlacedGroup> change) {
        put(change.apply(groups.get(group)));
    }

    private void put(PlacedGroup placed) {
        groups.put(placed.group(), placed);
        names.put(placed.name(), placed.group());
    }

    /** Returns the table as one record of a snapshot. */
    public Bytes encode() {
        List<Bytes> encoded = new ArrayList<>();
        int size = 2 * Long.BYTES + Integer.BYTES;
        for (PlacedGroup placed : groups.values()) {
            encoded.add(encode(placed));
            size += encoded.getLast().length();
        }
        ByteBuffer out = ByteBuffer.allocate(size).putLong(version).putLong(lastGroup).putInt(groups.size());
        encoded.forEach(one -> out.put(one.shared()));
        return Bytes.wrap(out.array());
    }

    private static Bytes encode(PlacedGroup placed) {
        byte[] name = placed.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(LEAST_BYTES + name.length + Long.BYTES * placed.wanted().size());
        out.putLong(placed.group()).put((byte) (placed.born() ? 1 : 0)).put((byte) (placed.settled() ? 1 : 0));
        out.putInt(name.length).put(name).putInt(placed.wanted().size());
        placed.wanted().forEach(out::putLong);
        return Bytes.wrap(out.array());
    }

    /**
     * Takes the place of what the table holds.
     *
     * @throws DamagedSnapshotException if this is nothing that {@link #encode} returns; what the table holds then is of no use
     */
    public void decode(Bytes encoded) throws DamagedSnapshotException {
        RecordReader in = new RecordReader("the table of groups", encoded);
        clear();
        version = in.i64();
        lastGroup = in.i64();
        for (int left = in.count(LEAST_BYTES); left > 0; left--) {
            PlacedGroup placed = decode(in);
            if (names.containsKey(placed.name()) || !groups.isEmpty() && placed.group() <= groups.lastKey()) {
                throw in.damaged("group " + placed.group() + " '" + placed.name() + "' is there twice, or follows one that is not smaller");
            }
            put(placed);
        }
        in.end();
    }

    private static PlacedGroup decode(RecordReader in) throws DamagedSnapshotException {
        long group = in.i64();
        boolean born = in.flag();
        boolean settled = in.flag();
        String name = in.bytes().toUtf8();
        if (nameRefusal(name) != null) {
            throw in.damaged("group " + group + " has a name that no group may have");
        }
        List<Long> wanted = new ArrayList<>();
        for (int voters = in.count(Long.BYTES); voters > 0; voters--) {
            wanted.add(in.i64());
        }
        PlacedGroup placed = new PlacedGroup(group, name, wanted, born, settled);
        if (!placed.wanted().equals(wanted)) {
            throw in.damaged("the members that group " + group + " shall have do not ascend");
        }
        return placed;
    }

    /** Forgets all. */
    public void clear() {
        groups.clear();
        names.clear();
        version = 0;
        lastGroup = FIRST_GROUP - 1;
        changes++;
    }

    /** The encoded table without its groups, for a cluster that begins with a copy of the metadata group alone: their ids are not given away again. */
    public static Bytes forgotten(Bytes encoded) throws DamagedSnapshotException {
        GroupTable table = new GroupTable();
        table.decode(encoded);
        table.groups.clear();
        table.names.clear();
        return table.encode();
    }
}
