package io.keelson.jepsen;

import io.etcd.jetcd.api.KVGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.fault.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Whether the replicas hold the same once everything has healed and no client writes. It is asked of each node in two ways: all keys with what they hold, read at one
 * revision; and the hash of all changes so far, deleted keys and overwritten values among them, which its status page tells beside the revision. Replicas of other groups
 * than the clients' are compared by their hashes.
 *
 * @param revision at which the keys were read
 * @param keys how many there were on the first node that told
 * @param compared how many nodes told all of it
 * @param violations which nodes differ, one line each
 * @param gaps what could not be compared, one line each
 */
public record Replicas(long revision, long keys, int compared, List<String> violations, List<String> gaps) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BY_OTHER_CHANGES = "came to the same revision by different changes";
    private static final long CALL_SECONDS = 5;
    private static final long ASK_AGAIN_MILLIS = 200;

    public Replicas {
        violations = List.copyOf(violations);
        gaps = List.copyOf(gaps);
    }

    /**
     * Asks every node.
     *
     * @param groups the names of the groups beside the clients'
     * @throws IOException if the run was stopped
     */
    static Replicas of(Driver driver, List<String> groups) throws IOException {
        return of(driver, groups, PATIENCE);
    }

    static Replicas of(Driver driver, List<String> groups, Duration patience) throws IOException {
        List<String> gaps = new ArrayList<>();
        Map<String, Long> revisions = eachNode(driver, patience, gaps, Content::revision);
        long revision = revisions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        Map<String, Content> contents = new LinkedHashMap<>();
        if (gaps.isEmpty()) {
            contents = eachNode(driver, patience, gaps, node -> Content.at(node, revision));
        }
        Map<String, String> digests = new LinkedHashMap<>();
        contents.forEach((node, content) -> digests.put(node, content.keys() + " keys, digest " + content.digest()));
        List<String> violations = new ArrayList<>(differing("hold different things at revision " + revision, digests));
        long limit = System.nanoTime() + patience.toNanos();
        Pasts pasts = Pasts.ofDefaultGroup(driver, limit);
        violations.addAll(differing(BY_OTHER_CHANGES, pasts.hashes()));
        gaps.addAll(pasts.gaps());
        // One that says nothing of one group says nothing of the next: it is waited for once.
        for (int i = 0; i < groups.size() && gaps.isEmpty(); i++) {
            Pasts others = Pasts.ofGroup(driver, groups.get(i), limit);
            violations.addAll(differing("of group '" + groups.get(i) + "' " + BY_OTHER_CHANGES, others.hashes()));
            gaps.addAll(others.gaps());
        }
        return new Replicas(revision, contents.values().stream().mapToLong(Content::keys).findFirst().orElse(0), contents.size(), violations, gaps);
    }

    /** What each node says; asked again for a while, as clients of a cluster that has just healed do. */
    private static <T> Map<String, T> eachNode(Driver driver, Duration patience, List<String> gaps, Function<KVGrpc.KVBlockingStub, T> question) throws IOException {
        Map<String, T> answers = new LinkedHashMap<>();
        for (String node : driver.nodes()) {
            ManagedChannel channel = Channels.open(driver.endpoint(node));
            try {
                answers.put(node, untilAnswered(channel, patience, question));
            } catch (StatusRuntimeException refused) {
                gaps.add(node + " does not say what it holds after healing: " + refused.getStatus());
            } finally {
                channel.shutdownNow();
            }
        }
        return answers;
    }

    private static <T> T untilAnswered(ManagedChannel channel, Duration patience, Function<KVGrpc.KVBlockingStub, T> question) throws IOException {
        long limit = System.nanoTime() + patience.toNanos();
        while (true) {
            channel.resetConnectBackoff();
            try {
                return question.apply(KVGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS));
            } catch (StatusRuntimeException refused) {
                if (System.nanoTime() > limit) {
                    throw refused;
                }
                Wait.millis(ASK_AGAIN_MILLIS);
            }
        }
    }

    /** One line for all nodes that say something else than the first of them. */
    private static List<String> differing(String how, Map<String, String> answers) {
        if (new TreeSet<>(answers.values()).size() < 2) {
            return List.of();
        }
        return List.of("the replicas " + how + ": " + String.join("; ", answers.entrySet().stream().map(answer -> answer.getKey() + " " + answer.getValue()).toList()));
    }

    /** What was found, in one line. */
    public String summary() {
        if (!violations.isEmpty()) {
            return violations.getFirst();
        }
        return gaps.isEmpty() ? compared + " nodes hold the same " + keys + " keys at revision " + revision + ", by the same changes" : "not compared, " + gaps.getFirst();
    }
}
