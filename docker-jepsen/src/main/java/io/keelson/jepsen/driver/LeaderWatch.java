package io.keelson.jepsen.driver;

import com.google.common.util.concurrent.ListenableFuture;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks every node, again and again, who leads, and a node on a spare host too while there is one. What the nodes say decides whom a nemesis hits; and no two may lead in one term.
 *
 * <p>A thread of its own asks; the answers may be read by any thread.
 */
public final class LeaderWatch implements AutoCloseable {
    private static final long ASK_EVERY_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 300;

    private final List<String> nodes;
    private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
    private final LongSupplier clock;
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<NodeState> states = new ArrayList<>();
    private final Map<String, NodeState> current = new LinkedHashMap<>();
    private final Thread thread;
    private volatile Map<String, StatusResponse> latest = Map.of();
    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @param driver the cluster
     * @param clock nanoseconds on the history's scale
     */
    public LeaderWatch(Driver driver, LongSupplier clock) {
        this.clock = clock;
        nodes = driver.nodes();
        driver.hosts().forEach(node -> channels.put(node, Channels.open(driver.endpoint(node))));
        thread = Thread.ofPlatform().daemon().name("leader-watch").start(this::watch);
    }

    private void watch() {
        while (!closed) {
            try {
                ask();
                Thread.sleep(ASK_EVERY_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void ask() throws InterruptedException {
        Map<String, ListenableFuture<StatusResponse>> asked = new LinkedHashMap<>();
        channels.forEach((node, channel) -> {
            // A node that was down may be back: do not wait for gRPC's own, ever longer, pauses between attempts.
            channel.resetConnectBackoff();
            asked.put(node, MaintenanceGrpc.newFutureStub(channel)
                    .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .status(StatusRequest.getDefaultInstance()));
        });
        Map<String, StatusResponse> answers = new LinkedHashMap<>();
        for (Map.Entry<String, ListenableFuture<StatusResponse>> question : asked.entrySet()) {
            try {
                answers.put(question.getKey(), question.getValue().get());
            } catch (ExecutionException noAnswer) {
                // Down, paused or starting: it does not serve, and that is all there is to know.
            }
        }
        latest = answers;
        asked.keySet().forEach(node -> seen(node, answers.get(node)));
        answers.forEach((node, status) -> {
            if (leads(status)) {
                sighted(node, status.getRaftTerm());
            }
        });
    }

    /** Keeps what has changed: the time between two changes costs no memory. */
    private synchronized void seen(String node, StatusResponse answer) {
        NodeState before = current.get(node);
        NodeState.Role role = role(answer);
        long term = answer != null ? answer.getRaftTerm() : before == null ? 0 : before.term();
        if (before == null || before.role() != role || before.term() != term) {
            NodeState now = new NodeState(clock.getAsLong(), node, role, term);
            states.add(now);
            current.put(node, now);
        }
    }

    private static NodeState.Role role(StatusResponse answer) {
        if (answer == null) {
            return NodeState.Role.SILENT;
        }
        if (leads(answer)) {
            return NodeState.Role.LEADER;
        }
        if (answer.getLeader() == 0) {
            return NodeState.Role.LEADERLESS;
        }
        return answer.getIsLearner() ? NodeState.Role.LEARNER : NodeState.Role.FOLLOWER;
    }

    private synchronized void sighted(String node, long term) {
        boolean known = sightings.stream().anyMatch(seen -> seen.term() == term && seen.node().equals(node));
        if (!known) {
            sightings.add(new Sighting(clock.getAsLong(), node, term));
        }
    }

    private static boolean leads(StatusResponse status) {
        return status.getLeader() != 0 && status.getLeader() == status.getHeader().getMemberId();
    }

    /** Returns the node that leads in the highest term, as far as the nodes say. */
    public Optional<String> leader() {
        String leader = null;
        long term = -1;
        for (Map.Entry<String, StatusResponse> answer : latest.entrySet()) {
            if (leads(answer.getValue()) && answer.getValue().getRaftTerm() > term) {
                leader = answer.getKey();
                term = answer.getValue().getRaftTerm();
            }
        }
        return Optional.ofNullable(leader);
    }

    /** Whether every node answers, whatever it says. */
    public boolean allAnswer() {
        return latest.keySet().containsAll(nodes);
    }

    /** Whether every node answers, and all of them name the same leader of the same term. */
    public boolean isWhole() {
        Map<String, StatusResponse> answers = latest;
        return answers.keySet().containsAll(nodes)
                && leader().isPresent()
                && nodes.stream().map(answers::get).map(status -> List.of(status.getLeader(), status.getRaftTerm())).distinct().count() == 1;
    }

    /** Returns each node's first word of each term that it led, in order. */
    public synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /** Returns what each node was seen to be, a state for each change, in order. */
    public synchronized List<NodeState> states() {
        return List.copyOf(states);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
