package io.keelson.launcher.conformance;

import io.keelson.core.StepListener;
import io.keelson.simulation.world.Cluster;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.SimNode;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Bound;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Recorder;
import java.util.function.LongConsumer;

/** Watches every member of simulated clusters: one recorder for those that read by lease and one for the others, since the specification is evaluated with leases or without. */
public final class Recorders implements Interposer {
    private final Recorder plain = recorder(false);
    private final Recorder leasing = recorder(true);

    private static Recorder recorder(boolean leases) {
        return new Recorder(Cluster.member(leases), Bound.DEFAULT, CertifyPart.BEYOND_BUDGET);
    }

    @Override
    public StepListener watch(SimNode host) {
        return host.readsByLease() ? leasing : plain;
    }

    /** Returns how many steps are kept, each different from the others of its kind. */
    long kept() {
        return plain.kept() + leasing.kept();
    }

    /** Certifies what was kept, and forgets it; to be called once, when all is over. */
    Certificate certify(SpecFiles files, LongConsumer progress) {
        long first = plain.kept();
        return plain.certify(files, progress).plus(leasing.certify(files, compared -> progress.accept(first + compared)));
    }
}
