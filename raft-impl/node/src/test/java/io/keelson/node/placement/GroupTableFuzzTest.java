package io.keelson.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.keelson.core.Bytes;
import io.keelson.node.Fuzzing;
import io.keelson.node.snapshot.DamagedSnapshotException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of groups is a record of a snapshot, and a change of it is a command: both come from another member as they are. */
class GroupTableFuzzTest {
    private static final int GROUPS = 20;

    static List<byte[]> seeds() {
        return Fuzzing.seeds(Arbitraries.bytes().array(byte[].class).ofMaxSize(GROUPS), bytes -> table(bytes).encode().toArray());
    }

    private static GroupTable table(byte[] voters) {
        GroupTable table = new GroupTable();
        for (int i = 0; i < voters.length; i++) {
            table.apply(create(table.version(), "group-" + i, voters[i]), 1);
            if (voters[i] < 0) {
                table.apply(new GroupCommand.Delete("group-" + i).encode(), 1);
            }
        }
        return table;
    }

    private static Bytes create(long version, String name, byte voter) {
        return new GroupCommand.Create(version, name, voter % 2 == 0 ? List.of(1L) : List.of(1L, 2L, 3L + Math.abs(voter))).encode();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyBytes(byte[] input) {
        Fuzzing.bounded(input.length, () -> {
            GroupTable table = new GroupTable();
            try {
                table.decode(Bytes.wrap(input));
            } catch (DamagedSnapshotException refused) {
                return;
            }
            assertEquals(Bytes.wrap(input), table.encode());
        });
    }

    static List<byte[]> commands() {
        return Fuzzing.seeds(Arbitraries.bytes(), voter -> create(voter, "group", voter).toArray());
    }

    @MethodSource("commands")
    @FuzzTest(maxDuration = Fuzzing.BY_NIGHT)
    void anyCommand(byte[] input) {
        GroupTable table = table(new byte[] {1, 2});
        Fuzzing.bounded(input.length, () -> table.apply(Bytes.wrap(input), 1));
    }
}
