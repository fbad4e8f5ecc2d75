package io.keelson.checker;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recorded histories with known verdicts, read where they lie beside the checkout; tests that want them are skipped elsewhere. */
public final class RecordedHistories {
    /** One row of the manifest. */
    public record Recorded(Path file, String model, boolean valid) {
        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    private RecordedHistories() {
    }

    /** The rows of a family whose verdict is plain; skips the calling test where the data is missing. */
    public static List<Recorded> family(String family) throws IOException {
        Path folder = folder();
        List<Recorded> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("MANIFEST.tsv"))) {
            String[] fields = line.split("\t");
            if (fields[1].startsWith(family) && (fields[5].equals("valid") || fields[5].equals("invalid"))) {
                rows.add(new Recorded(folder.resolve(fields[0]), fields[2], fields[5].equals("valid")));
            }
        }
        return rows;
    }

    /** All files with one of these endings; skips the calling test where the data is missing. */
    public static List<Path> all(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).sorted().toList();
        }
    }

    private static Path folder() {
        String named = System.getProperty("KEELSON_HISTORIES", System.getenv("KEELSON_HISTORIES"));
        Stream<Path> places = named != null ? Stream.of(Path.of(named))
            : Stream.of(Path.of("../../shared/histories"), Path.of("../../../shared/histories"));
        return places.filter(place -> Files.isRegularFile(place.resolve("MANIFEST.tsv"))).findFirst()
            .orElseGet(() -> abort("no recorded histories here; KEELSON_HISTORIES names their folder"));
    }
}
