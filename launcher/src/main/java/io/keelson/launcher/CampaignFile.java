package io.keelson.launcher;

import io.keelson.simulation.CampaignSettings;
import io.keelson.simulation.CampaignState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where a campaign is, in the folder of its failures: a file for each shard, replaced as a whole, so that who is killed goes on from the last one. */
final class CampaignFile {
    private static final String NAME = "campaign-%d-of-%d.json";
    private static final long NANOS_BETWEEN = 10_000_000_000L;

    private final Path file;
    private final CampaignSettings settings;
    private final PrintWriter err;
    private final LongSupplier nanos;
    private long kept;
    private boolean everKept;
    private boolean complained;

    /**
     * The file of a campaign.
     *
     * @param folder in which it is, or will be
     * @param settings of the campaign
     * @param err where it is told that it can't be written
     * @param nanos a clock
     */
    CampaignFile(Path folder, CampaignSettings settings, PrintWriter err, LongSupplier nanos) {
        this.file = folder.resolve(String.format(Locale.ROOT, NAME, settings.shard().index(), settings.shard().count()));
        this.settings = settings;
        this.err = err;
        this.nanos = nanos;
        this.kept = nanos.getAsLong();
    }

    /** The state to go on from: the first schedule, if there is no file yet. */
    CampaignState read() {
        try {
            return CampaignState.read(Files.readString(file), settings);
        } catch (NoSuchFileException e) {
            err.println("there is no campaign in " + file + " to go on with: it begins with the first schedule");
            err.flush();
            return CampaignState.begin(settings.shard());
        } catch (IOException e) {
            throw new UserError("there is no campaign to resume: " + file + " can't be read: " + IoReason.of(e));
        } catch (IllegalArgumentException e) {
            throw new UserError("the campaign of " + file + " can't go on: " + e.getMessage());
        }
    }

    /** Keeps the state if the last one is old enough. */
    void reached(Supplier<CampaignState> state) {
        if (nanos.getAsLong() - kept >= NANOS_BETWEEN) {
            keep(state.get());
        }
    }

    /** Keeps the last state, if it is of use to anybody or would belie an earlier one. */
    void ended(CampaignState state, boolean isOfUse) {
        if (isOfUse || everKept) {
            keep(state);
        }
    }

    /** A disk that is full for a while does not end a campaign of hours. */
    private void keep(CampaignState state) {
        kept = nanos.getAsLong();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), state.write(settings));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            everKept = true;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                err.println("where the campaign is can't be written to " + file + ": " + IoReason.of(e) + "; it goes on, and --resume will find less");
                err.flush();
            }
        }
    }
}
