package io.keelson.spec;

import java.util.Arrays;
import java.util.List;

/**
 * The safety invariants of {@code Raft}, held to the states of the code itself.
 *
 * <p>Each reads only a part of a state: members, disks and history; or what messages and members claim. A part comes again in many states, and is
 * judged
 * when it first comes.
 */
final class Invariants {
    private final StateGraph graph;
    private final int members;
    private final LocalRules localRules;
    private final ClaimRules claimRules;

    private final TupleTable locals;
    private final TupleTable claims;
    /** What an inbox claims, and a history. */
    private final TupleTable snapshots = new TupleTable(2);
    private final int[] parts;
    private final int[] local;
    private final int[] claim;

    private final Interner<ClaimRules.Claims> claimsMet = new Interner<>();
    private int[] claimsOfInbox = new int[0];
    private final Interner<ClaimRules.Standing> standingsMet = new Interner<>();
    private int[] standingOfLocal = new int[0];

    /** The invariants for the states of a graph. */
    Invariants(ModelSettings model, StateGraph graph) {
        this.graph = graph;
        members = graph.members();
        localRules = new LocalRules(model);
        claimRules = new ClaimRules();
        locals = new TupleTable(members + 1);
        claims = new TupleTable(2 * members);
        parts = new int[graph.width()];
        local = new int[members + 1];
        claim = new int[2 * members];
    }

    /** The name of an invariant that does not hold in a state, null if all do. */
    String violatedIn(int state) {
        graph.parts(state, parts);
        for (int i = 0; i < members; i++) {
            local[i] = parts[i];
            claim[i] = claimsOf(parts[members + i]);
            claim[members + i] = standingOf(parts[i]);
        }
        local[members] = parts[2 * members];
        String violated = null;
        int known = locals.size();
        if (locals.number(local) == known) {
            violated = localRules.violated(plain());
        }
        known = claims.size();
        if (violated == null && !snapshotsUnderWayStandForTheirPrefix()) {
            violated = "SnapshotsArePrefixes";
        }
        if (violated == null && claims.number(claim) == known) {
            violated = claimRules.violated(
                    Arrays.stream(claim, 0, members).mapToObj(claimsMet::get).toList(),
                    Arrays.stream(claim, members, 2 * members).mapToObj(standingsMet::get).toList());
        }
        return violated;
    }

    private boolean snapshotsUnderWayStandForTheirPrefix() {
        for (int i = 0; i < members; i++) {
            int known = snapshots.size();
            if (snapshots.number(claim[i], local[members]) == known) {
                List<History.Chosen> chosen = graph.history(local[members]).chosen();
                if (!claimsMet.get(claim[i]).snapshots().stream().allMatch(base -> localRules.standsForItsPrefix(base, chosen))) {
                    return false;
                }
            }
        }
        return true;
    }

    private LocalRules.Plain plain() {
        return new LocalRules.Plain(
                Arrays.stream(local, 0, members).mapToObj(number -> graph.local(number).state()).toList(),
                Arrays.stream(local, 0, members).mapToObj(number -> graph.local(number).disk()).toList(),
                graph.history(local[members]));
    }

    /** Numbers are kept plus one, so that 0 means that they are not known yet. */
    private int claimsOf(int inbox) {
        if (inbox >= claimsOfInbox.length) {
            claimsOfInbox = Arrays.copyOf(claimsOfInbox, 2 * inbox + 16);
        }
        if (claimsOfInbox[inbox] == 0) {
            claimsOfInbox[inbox] = 1 + claimsMet.number(ClaimRules.claims(graph.network().members(inbox)));
        }
        return claimsOfInbox[inbox] - 1;
    }

    private int standingOf(int number) {
        if (number >= standingOfLocal.length) {
            standingOfLocal = Arrays.copyOf(standingOfLocal, 2 * number + 16);
        }
        if (standingOfLocal[number] == 0) {
            standingOfLocal[number] = 1 + standingsMet.number(ClaimRules.standing(graph.local(number)));
        }
        return standingOfLocal[number] - 1;
    }
}
