package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Bound;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Recorder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records every step that the properties of the core make, and holds them to the specification when the properties are over. */
final class StepsCertified {
    private static final int BEYOND_BUDGET = 2_000;

    private static final Map<MemberSettings, Recorder> RECORDERS = new ConcurrentHashMap<>();

    private StepsCertified() {}

    static void begin() {
        RECORDERS.clear();
        Watched.by(settings -> RECORDERS.computeIfAbsent(settings, each -> new Recorder(each, Bound.DEFAULT, BEYOND_BUDGET)));
    }

    /** Fails with the first steps on which code and specification do not agree. */
    static void end(String properties, int least) throws IOException {
        Watched.by(settings -> null);
        Certificate all = Certificate.none();
        try (SpecFiles files = SpecFiles.unpack()) {
            for (Recorder recorder : RECORDERS.values()) {
                all = all.plus(recorder.certify(files, compared -> {}));
            }
        }
        System.out.printf("%s: %,d pairs compared, which stand for %,d of %,d steps, in %.1f CPU-s%n", properties, all.total().compared(), all.total().certified(),
                all.total().steps(), all.cpuSeconds());
        assertTrue(all.agrees(), all.differences()::toString);
        assertTrue(all.total().compared() >= least, all.total()::toString);
    }
}
