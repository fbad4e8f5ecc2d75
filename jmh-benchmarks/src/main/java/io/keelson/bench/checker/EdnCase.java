package io.keelson.bench.checker;

import io.keelson.checker.history.Operation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A file as Jepsen writes it. */
final class EdnCase {
    static final String NAME = "reading 1,000,000 operations of EDN";
    static final int OPERATIONS = 1_000_000;

    private EdnCase() {
    }

    /** Writes a million reads and writes of ten clients, a map a line. */
    static void write(Path file) throws IOException {
        List<Operation> operations = BusyClients.operations(9, OPERATIONS, 10, 0, new Targets.UniqueRegister());
        int[] order = new int[2 * OPERATIONS];
        Arrays.fill(order, -1);
        for (Operation operation : operations) {
            order[operation.invoked()] = operation.id();
            order[operation.completed()] = ~operation.id();
        }
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int event = 0; event < order.length; event++) {
                boolean begins = order[event] >= 0;
                Operation operation = operations.get(begins ? order[event] : ~order[event]);
                out.write("{:type " + (begins ? ":invoke" : ":ok") + ", :f :" + operation.f() + ", :value "
                    + (begins ? show(operation.input()) : show(operation.output())) + ", :process " + operation.process()
                    + ", :time " + event * 100_000L + ", :index " + event + "}\n");
            }
        }
    }

    private static String show(Object value) {
        return value == null ? "nil" : value.toString();
    }
}
