package io.keelson.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What became of several histories, a line each, and of all of them together. Another thread may print it while it grows. */
final class CheckTable {
    private final List<Row> rows = new CopyOnWriteArrayList<>();

    /**
     * One history.
     *
     * @param exitCode a verdict; {@link ExitCode#CRASH} where engines disagree, {@link ExitCode#BAD_ARGUMENTS} where it could not be judged
     */
    record Row(Path file, ExitCode exitCode, long operations, double seconds) {
        private String outcome() {
            return switch (exitCode) {
                case CRASH -> "disagree";
                case BAD_ARGUMENTS -> "unfit";
                default -> exitCode.label();
            };
        }
    }

    void add(Row row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    /** The gravest: engines that disagree, a violation, a file that could not be judged, an unknown verdict. */
    ExitCode all() {
        return List.of(ExitCode.CRASH, ExitCode.INVALID, ExitCode.BAD_ARGUMENTS, ExitCode.UNKNOWN).stream()
            .filter(each -> count(each) > 0).findFirst().orElse(ExitCode.VALID);
    }

    private long count(ExitCode exitCode) {
        return rows.stream().filter(row -> row.exitCode == exitCode).count();
    }

    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.file.toString().length()).max().orElse(0) + 1;
        StringBuilder text = new StringBuilder(String.format("%n%-" + width + "s %-8s %12s %9s%n", "history", "verdict", "operations", "time"));
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "%-" + width + "s %-8s %,12d %7.2f s%n", row.file, row.outcome(), row.operations, row.seconds));
        }
        String together = switch (all()) {
            case CRASH -> "the engines disagree";
            case BAD_ARGUMENTS -> count(ExitCode.BAD_ARGUMENTS) + " could not be judged";
            default -> all().label();
        };
        return text.append(String.format("%d histories: %s%n", rows.size(), together)).toString();
    }
}
