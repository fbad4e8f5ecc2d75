package io.keelson.simulation.zoo;

import io.keelson.simulation.FailureFiles;
import io.keelson.simulation.Simulation;
import io.keelson.simulation.SimulationReport;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Interposer;
import java.io.IOException;
import java.nio.file.Path;

/** Loaded within a mutant's build, by name: what it calls the simulator is the mutant's. */
public final class SubjectInside implements Subject {
    @Override
    public Outcome run(Schedule schedule) {
        SimulationReport report = Simulation.run(schedule);
        return new Outcome(report.verdict(), report.failure(), report.explanation());
    }

    @Override
    public Path write(Path folder, String id, Schedule schedule) throws IOException {
        return FailureFiles.write(folder, id, Simulation.run(schedule), Interposer.NONE, "");
    }
}
