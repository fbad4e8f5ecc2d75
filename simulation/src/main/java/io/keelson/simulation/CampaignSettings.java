package io.keelson.simulation;

import io.keelson.simulation.world.Interposer;
import java.nio.file.Path;

/**
 * What a campaign runs.
 *
 * @param seed from which all schedules follow
 * @param schedules how many, from 1; all shards together
 * @param nodes of each cluster; 0 for clusters of three and of five
 * @param runMillis how long faults may strike in each run, in milliseconds of virtual time; 0 for as long as is drawn
 * @param threads that run schedules side by side, from 1; the result does not depend on it
 * @param out the directory for failures; null to write none
 * @param commit of the sources, for what a failure leaves; empty if nobody knows
 * @param shard the part of the schedules that is run here
 * @param keepsGroups whether groups come and go, as the first group wants
 * @param interposer stands between the nodes and their ports
 */
public record CampaignSettings(long seed, long schedules, int nodes, long runMillis, int threads, Path out, String commit, Shard shard, boolean keepsGroups, Interposer interposer) {
    /**
     * A part of a campaign that several machines share.
     *
     * @param index which, from 0
     * @param count how many there are
     */
    public record Shard(int index, int count) {
        /** All of it. */
        public static final Shard WHOLE = new Shard(0, 1);

        public Shard {
            if (index < 0 || index >= count) {
                throw new IllegalArgumentException("shards are numbered from 0 to " + (count - 1) + ": " + index);
            }
        }
    }

    public CampaignSettings {
        if (schedules < 1 || threads < 1) {
            throw new IllegalArgumentException("schedules and threads count from 1: " + schedules + ", " + threads);
        }
    }

    /** A campaign of the real thing, in clusters of three and of five, that writes no files. */
    public CampaignSettings(long seed, long schedules, int threads) {
        this(seed, schedules, 0, 0, threads, null, "", Shard.WHOLE, false, Interposer.NONE);
    }

    /** Returns the same with a directory for failures. */
    public CampaignSettings writingTo(Path directory) {
        return new CampaignSettings(seed, schedules, nodes, runMillis, threads, directory, commit, shard, keepsGroups, interposer);
    }

    /** Returns the same with the commit of the sources. */
    public CampaignSettings at(String revision) {
        return new CampaignSettings(seed, schedules, nodes, runMillis, threads, out, revision, shard, keepsGroups, interposer);
    }

    /** Returns the same with clusters of this size; 0 for three and five. */
    public CampaignSettings withNodes(int size) {
        return new CampaignSettings(seed, schedules, size, runMillis, threads, out, commit, shard, keepsGroups, interposer);
    }

    /** Returns the same with runs of this length; 0 for the lengths that are drawn. */
    public CampaignSettings lasting(long millis) {
        return new CampaignSettings(seed, schedules, nodes, millis, threads, out, commit, shard, keepsGroups, interposer);
    }

    /** Returns the same with this between the nodes and their ports. */
    public CampaignSettings withInterposer(Interposer between) {
        return new CampaignSettings(seed, schedules, nodes, runMillis, threads, out, commit, shard, keepsGroups, between);
    }

    /** Returns a part of the same. */
    public CampaignSettings only(Shard part) {
        return new CampaignSettings(seed, schedules, nodes, runMillis, threads, out, commit, part, keepsGroups, interposer);
    }

    /** Returns the same with groups that come and go. */
    public CampaignSettings keepingGroups() {
        return new CampaignSettings(seed, schedules, nodes, runMillis, threads, out, commit, shard, true, interposer);
    }
}
