package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keelson.simulation.CampaignSettings;
import io.keelson.simulation.CampaignState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignFileTest {
    private static final long SECOND = 1_000_000_000L;

    private final CampaignSettings settings = new CampaignSettings(7, 1_000, 1);
    private final StringWriter err = new StringWriter();
    private long now;

    private CampaignFile file(Path folder) {
        return new CampaignFile(folder, settings, new PrintWriter(err, true), () -> now);
    }

    private static CampaignState at(long next) {
        return new CampaignState(next, CampaignState.begin(CampaignSettings.Shard.WHOLE).totals(), List.of());
    }

    @Test
    void theStateIsKeptNowAndThen(@TempDir Path folder) throws Exception {
        CampaignFile file = file(folder.resolve("store"));
        now = 9 * SECOND;
        file.reached(() -> at(90));
        assertFalse(Files.exists(folder.resolve("store")));
        now = 10 * SECOND;
        file.reached(() -> at(100));
        now = 19 * SECOND;
        file.reached(() -> at(190));
        assertEquals(at(100), file(folder.resolve("store")).read());
        now = 20 * SECOND;
        file.reached(() -> at(200));
        assertEquals(at(200), file(folder.resolve("store")).read());
        try (var files = Files.list(folder.resolve("store"))) {
            assertEquals(List.of(folder.resolve("store/campaign-0-of-1.json")), files.toList());
        }
    }

    /** A file that says 100 where a thousand are done would have nine hundred run again. */
    @Test
    void whatWasKeptOnceIsKeptInTheEnd(@TempDir Path folder) {
        CampaignFile file = file(folder);
        file.ended(at(5), false);
        assertEquals(at(0), file.read());
        now = 10 * SECOND;
        file.reached(() -> at(100));
        file.ended(at(1_000), false);
        assertEquals(at(1_000), file.read());
    }

    @Test
    void aFileThatCannotBeWrittenIsToldOnce(@TempDir Path folder) throws Exception {
        CampaignFile file = file(Files.writeString(folder.resolve("file"), "in the way"));
        now = 10 * SECOND;
        file.reached(() -> at(100));
        now = 20 * SECOND;
        file.reached(() -> at(200));
        assertEquals(1, err.toString().lines().count(), err.toString());
    }
}
