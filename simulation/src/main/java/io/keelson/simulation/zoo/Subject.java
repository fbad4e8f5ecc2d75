package io.keelson.simulation.zoo;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Path;

/** What a mutant's build can be asked, in types that both builds share. */
public interface Subject {
    /**
     * What came of one run.
     *
     * @param verdict of the run
     * @param failure the name of what was violated; null if nothing was
     * @param explanation what was seen, for people
     */
    record Outcome(Verdict verdict, String failure, String explanation) {}

    /** Runs a schedule. */
    Outcome run(Schedule schedule);

    /**
     * Runs a schedule that fails, and writes all that is to be seen of it.
     *
     * @param folder in which a folder of this id is made
     * @return that folder
     * @throws IOException if it can't be written
     */
    Path write(Path folder, String id, Schedule schedule) throws IOException;
}
