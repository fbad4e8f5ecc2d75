package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first command of a transcript: {@code members 1 2 3 [OPTION ...]}. It says who there is and how they behave.
 *
 * <pre>
 * timed              virtual time moves the members, not the transcript
 * seed=7             with timed: what the election timeouts are drawn from
 * prevote=off        elections begin without PreVote
 * checkquorum=off    leaders do not check their quorum
 * max-append=1       the most entries in one AppendEntries
 * max-inflight=2     the most entries sent to a follower and not yet acknowledged
 * joins=4            a member that is there and belongs to no group yet
 * catch-up-lag=2     the most committed entries that a learner may lack when it becomes a voter
 * lease-drift=100    leases are on, for clocks whose rates differ by at most so many thousandths
 * </pre>
 */
final class Opening {
    private final List<Long> members = new ArrayList<>();
    private final List<Long> joining = new ArrayList<>();
    private boolean timed;
    private long seed = 1;
    private boolean preVote = true;
    private boolean checkQuorum = true;
    private int catchUpLag;
    private int leaseDrift = MemberSettings.LEASES_OFF;
    private int maxAppend = MemberSettings.DEFAULT.maxAppendEntries();
    private int maxInflight = MemberSettings.DEFAULT.maxInflightEntries();

    private Opening() {}

    /**
     * Reads the command and sets the stage.
     *
     * @throws IllegalArgumentException if it is not understood
     */
    static Script script(String line) {
        Words words = new Words(line);
        if (!words.accept("members")) {
            throw new IllegalArgumentException("a transcript begins with `members 1 2 3`");
        }
        Opening opening = new Opening();
        while (!words.isEmpty()) {
            opening.option(words.next("a member or an option"));
        }
        return opening.script();
    }

    private void option(String word) {
        String[] parts = word.split("=", 2);
        String value = parts.length == 1 ? "" : parts[1];
        switch (parts[0]) {
            case "timed" -> timed = true;
            case "seed" -> seed = Words.parse(value, "seed=NUMBER");
            case "prevote" -> preVote = onOrOff(word, value);
            case "checkquorum" -> checkQuorum = onOrOff(word, value);
            case "joins" -> joining.add((long) Words.parse(value, "joins=MEMBER"));
            case "catch-up-lag" -> catchUpLag = Words.parse(value, "catch-up-lag=NUMBER");
            case "lease-drift" -> leaseDrift = Words.parse(value, "lease-drift=THOUSANDTHS");
            case "max-append" -> maxAppend = Words.parse(value, "max-append=NUMBER");
            case "max-inflight" -> maxInflight = Words.parse(value, "max-inflight=NUMBER");
            default -> members.add((long) Words.parse(word, "a member's number or an option"));
        }
    }

    private static boolean onOrOff(String word, String value) {
        if (!value.equals("on") && !value.equals("off")) {
            throw new IllegalArgumentException("expected on or off: " + word);
        }
        return value.equals("on");
    }

    private Script script() {
        MemberSettings usual = MemberSettings.DEFAULT;
        MemberSettings settings = new MemberSettings(
                usual.electionTimeoutNanos(), usual.heartbeatNanos(), maxAppend, usual.maxAppendBytes(), maxInflight, usual.maxInflightBytes(), catchUpLag, preVote, checkQuorum, leaseDrift);
        Configuration configuration = new Configuration(members, List.of(), List.of());
        List<Long> all = Stream.concat(members.stream(), joining.stream()).sorted().toList();
        return timed ? new TimedScript(new TimedStage(settings, all, configuration, seed)) : new HandScript(new HandStage(settings, all, configuration));
    }
}
