package io.keelson.launcher.zoo;

import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.zoo.Bug;

/**
 * What a net did with a bug.
 *
 * @param net which
 * @param caught whether it saw the bug
 * @param by the check that saw it, in a word or two; or why it saw nothing
 * @param details what was seen, for people
 * @param tried how many schedules, pairs, states or crashes it took
 * @param seconds until it was seen, shrinking apart
 * @param found the schedule that showed it, null unless the net is the simulator
 * @param shrunk the smallest known schedule that shows it, null unless the net is the simulator
 * @param exampleIsStale whether the example that is kept does not show it: with other code before or behind it, the run takes another course
 */
record NetResult(Bug.Net net, boolean caught, String by, String details, long tried, double seconds, Schedule found, Schedule shrunk, boolean exampleIsStale) {
    NetResult(Bug.Net net, boolean caught, String by, String details, long tried, double seconds) {
        this(net, caught, by, details, tried, seconds, null, null, false);
    }
}
