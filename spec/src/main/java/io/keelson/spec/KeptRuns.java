package io.keelson.spec;

import io.keelson.spec.TlcResult.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept of the runs of large models: a folder for each model and each state of the specification, with checkpoints while it runs and its result once
 * it is done. After a change of the specification another folder is begun, and the old ones go.
 */
public final class KeptRuns {
    private static final String RESULT = "result.txt";
    private static final int DIGITS = 16;

    private final Path root;
    private final Path specification;

    /**
     * Opens the folder.
     *
     * @param root is made if it is absent
     * @param files the unpacked specification
     */
    public KeptRuns(Path root, SpecFiles files) {
        this.root = root;
        this.specification = files.folder();
    }

    /** What came out of a model with the specification as it is, empty if it was not explored to the end. */
    public Optional<TlcResult> result(TlcModel model) {
        Path file = folder(model).resolve(RESULT);
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            List<String> words = List.of(lines.get(0).split(" "));
            return Optional.of(new TlcResult(
                    model,
                    Verdict.valueOf(words.get(0)),
                    Long.parseLong(words.get(1)),
                    Long.parseLong(words.get(2)),
                    Integer.parseInt(words.get(3)),
                    Double.parseDouble(words.get(4)),
                    words.size() > 5 ? words.get(5) : "",
                    String.join("\n", lines.subList(1, lines.size())),
                    ""));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (IndexOutOfBoundsException | IllegalArgumentException damaged) {
            throw new IllegalStateException(file + " is damaged; delete it, and the model runs again", damaged);
        }
    }

    /** Keeps a result if it is final, and returns it: without a verdict, the checkpoints stay. */
    TlcResult keep(TlcResult result) {
        if (result.verdict() == Verdict.HOLDS || result.verdict() == Verdict.VIOLATED) {
            try {
                String counts = String.join(" ", result.verdict().name(), "" + result.distinct(), "" + result.generated(), "" + result.depth(),
                        "" + result.seconds(), result.violatedInvariant());
                Files.writeString(folder(result.model()).resolve(RESULT), counts.strip() + "\n" + result.trace());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            SpecFiles.deleteTree(states(result.model()));
        }
        return result;
    }

    /** Where TLC keeps what it knows of a model while it explores it; folders of the model with another specification are deleted. */
    Path states(TlcModel model) {
        try {
            Path folder = folder(model);
            Files.createDirectories(root);
            try (Stream<Path> others = Files.list(root)) {
                others.filter(other -> other.getFileName().toString().matches(model.name() + "-[0-9a-f]{" + DIGITS + "}") && !other.equals(folder))
                        .forEach(SpecFiles::deleteTree);
            }
            return Files.createDirectories(folder.resolve("states"));
        } catch (IOException failure) {
            throw new UncheckedIOException(root + " cannot be used: " + failure.getMessage(), failure);
        }
    }

    /** The newest checkpoint in such a folder: TLC makes a folder for each run, named by its date. */
    static Optional<Path> checkpoint(Path states) {
        try (Stream<Path> runs = Files.list(states)) {
            return runs.filter(run -> Files.exists(run.resolve("queue.chkpt"))).max(Path::compareTo).map(Path::toAbsolutePath);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path folder(TlcModel model) {
        return root.resolve(model.name() + "-" + digest(model)).toAbsolutePath();
    }

    /** Of all modules and the model's configuration. */
    private String digest(TlcModel model) {
        try (Stream<Path> files = Files.list(specification)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path module : files.filter(file -> file.toString().endsWith(".tla")).sorted().toList()) {
                digest.update(Files.readAllBytes(module));
            }
            digest.update(Files.readAllBytes(specification.resolve("models/" + model.name() + ".cfg")));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), DIGITS / 2));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
