package io.keelson.spec;

import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import io.keelson.core.Recovered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;

/**
 * What a model of {@code Raft} says of itself in its {@code .cfg}: the constants of the spec, read for the explorer. A constant without a meaning
 * here is an error, so that a new one
 * cannot go unnoticed.
 */
final class ModelSettings {
    private static final int BYTES_THAT_NEVER_LIMIT = 1 << 20;

    /** The model's name. */
    final String name;
    /** The operator that yields the initial states. */
    final String init;
    /** The members, ascending from 1. */
    final List<Long> servers;
    /** How the members behave: the switches and limits that are settings of the core as well. */
    final MemberSettings member;
    /** Whether a newer message takes the place of an older one of its kind and pair; else the network never forgets. */
    final boolean slots;
    /** No election begins in a higher term. */
    final int maxTerm;
    /** No proposal makes a log longer. */
    final int maxLog;
    /** So many reads are asked for. */
    final int maxReads;
    /** The members whose election timeout may pass. */
    final List<Long> mayCampaign;
    /** The members that may crash and restart. */
    final List<Long> mayCrash;
    /** The voters of the first configuration. */
    final List<Long> voters;
    /** The members whose host keeps snapshots. */
    final List<Long> mayCompact;
    /** The number of chunks of a snapshot. */
    final int chunks;
    /** The members to whom leadership may be handed over. */
    final List<Long> mayTransferTo;
    /** The sets of voters that may be changed to. */
    final List<List<Long>> voterTargets;
    /** The sets of learners that may be changed to. */
    final List<List<Long>> learnerTargets;
    /** The members whose disk may stall, and recover. */
    final List<Long> mayStall;
    /** The members whose disk may lose durable entries. */
    final List<Long> mayDamage;
    /** The members whose disk may be wiped, once each. */
    final List<Long> mayWipe;
    /** Whether the group begins with each voter bound. */
    final boolean founded;
    /** Whether each write is durable before anything else happens. */
    final boolean syncDisk;
    /** Whether leaders are heard. */
    final boolean replicationOn;
    /** Whether leaders send heartbeats. */
    final boolean heartbeatsOn;

    /**
     * Takes the constants in.
     *
     * @param name the model's name
     * @param read its configuration
     * @throws IllegalArgumentException if there is a constant too few or too many; the message names it
     */
    ModelSettings(String name, ModelConfiguration read) {
        this.name = name;
        init = String.join(" ", read.section("INIT"));
        servers = read.members("Server");
        member = new MemberSettings(
                10, 1, read.number("MaxAppend"), BYTES_THAT_NEVER_LIMIT, read.number("MaxInflight"), BYTES_THAT_NEVER_LIMIT, read.number("CatchUpLag"),
                read.truth("PreVoteOn"), read.truth("CheckQuorumOn"), read.truth("LeaseOn") ? 0 : MemberSettings.LEASES_OFF);
        slots = isSlots(read);
        maxTerm = read.number("MaxTerm");
        maxLog = read.number("MaxLog");
        maxReads = read.number("MaxReads");
        mayCampaign = read.members("MayCampaign");
        mayCrash = read.members("MayCrash");
        voters = read.members("Voters");
        mayCompact = read.members("MayCompact");
        chunks = read.number("Chunks");
        mayTransferTo = read.members("MayTransferTo");
        voterTargets = read.setsOfMembers("VoterTargets");
        learnerTargets = read.setsOfMembers("LearnerTargets");
        mayStall = read.members("MayStall");
        mayDamage = read.members("MayDamage");
        mayWipe = read.members("MayWipe");
        founded = read.truth("Founded");
        syncDisk = read.truth("SyncDisk");
        replicationOn = read.truth("ReplicationOn");
        heartbeatsOn = read.truth("HeartbeatsOn");
        // The code leaves no rule out: against a broken spec it must differ.
        read.set("Broken");
        read.ignoreModelValues();
        read.requireAllRead();
        for (int k = 0; k < servers.size(); k++) {
            if (servers.get(k) != k + 1) {
                throw read.wrong("Server must be s1 to s" + servers.size());
            }
        }
    }

    private static boolean isSlots(ModelConfiguration read) {
        return switch (read.text("NetMode")) {
            case "grow" -> false;
            case "slot" -> true;
            default -> throw read.wrong("NetMode is neither grow nor slot");
        };
    }

    /**
     * Reads the settings of a model.
     *
     * @param files the unpacked specification
     * @param model of the manifest
     * @return its settings, never null
     * @throws IllegalArgumentException if its configuration is not understood
     */
    static ModelSettings of(SpecFiles files, TlcModel model) {
        return read(files, "models", model.name());
    }

    /** Reads {@code <folder>/<name>.cfg}. */
    static ModelSettings read(SpecFiles files, String folder, String name) {
        String file = folder + "/" + name + ".cfg";
        try {
            return new ModelSettings(name, new ModelConfiguration(file, Files.readString(files.folder().resolve(file))));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** The first configuration. */
    Configuration configuration() {
        Configuration unbound = Configuration.of(voters.stream().mapToLong(Long::longValue).toArray());
        TreeMap<Long, Long> firstDirectories = new TreeMap<>();
        voters.forEach(voter -> firstDirectories.put(voter, 1L));
        return founded ? unbound.boundTo(firstDirectories) : unbound;
    }

    /** What a member's disk holds before anything has happened: who is not in the first configuration learns of one when it is let in. */
    Recovered firstDisk(long member) {
        return Recovered.nothing(configuration().isVoter(member) ? configuration() : Configuration.NONE);
    }
}
