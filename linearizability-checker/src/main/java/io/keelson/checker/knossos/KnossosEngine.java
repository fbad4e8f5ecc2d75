package io.keelson.checker.knossos;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EdnWriter;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Jepsen's checker as a second opinion, on the models that both have. It runs in a class loader of its own, knows limits of time only,
 * and is told to stop when its time is over; what does not stop at once is a daemon thread. The counterexample is not asked of it.
 */
public final class KnossosEngine implements Engine {
    /** How much longer than its own limit Knossos is waited for: it prepares its search before it looks at the clock. */
    private static final long GRACE_MILLIS = 2_000;

    private static final Set<String> MODELS = Set.of("register", "cas-register", "multi-register", "mutex", "queue", "unordered-queue");

    private final KnossosBridge bridge;
    private final Algorithm algorithm;

    /** Which of its searches. */
    public enum Algorithm {
        /** Both at once; whichever comes first. */
        COMPETITION,
        /** Lowe's just-in-time linearization, configuration by configuration. */
        LINEAR,
        /** Wing and Gong, with Lowe's cache. */
        WGL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private KnossosEngine(KnossosBridge bridge, Algorithm algorithm) {
        this.bridge = bridge;
        this.algorithm = algorithm;
    }

    /** The same with another search. */
    public KnossosEngine with(Algorithm other) {
        return new KnossosEngine(bridge, other);
    }

    /**
     * Knossos from the class path of this process, where the build has put it.
     *
     * @throws KnossosUnavailableException where it is not there: one line that says how to get it
     */
    public static KnossosEngine onClassPath() {
        return new KnossosEngine(KnossosBridge.onClassPath(), Algorithm.COMPETITION);
    }

    /**
     * Knossos from a class path of its own, in a class loader of its own.
     *
     * @param classPath jars and folders, separated as the platform does; Clojure must be among them
     * @throws KnossosUnavailableException where an entry is missing, or Knossos is not in it
     */
    public static KnossosEngine from(String classPath) {
        return new KnossosEngine(KnossosBridge.from(classPath), Algorithm.COMPETITION);
    }

    @Override
    public String name() {
        return "knossos";
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        if (!MODELS.contains(model.name())) {
            throw new UnsuitableHistoryException("the Knossos engine judges " + String.join(", ", new TreeSet<>(MODELS)) + ", not " + model.name());
        }
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
        for (Operation operation : possible) {
            String objection = KnossosHistory.objection(operation, model);
            if (objection != null) {
                throw new UnsuitableHistoryException("event " + operation.invoked() + " (process " + operation.process() + "): " + objection);
            }
        }
        KnossosHistory history = new KnossosHistory(possible);
        Long limit = budget.nanos() == Long.MAX_VALUE ? null : Math.max(1, TimeUnit.NANOSECONDS.toMillis(budget.nanos()));
        List<?> answer = analyze(model, history, limit);
        if (answer == null) {
            return unknown(key, possible, "the time limit of " + limit + " ms");
        }
        return switch ((String) answer.get(0)) {
            case "true" -> new PartitionResult(key, Verdict.VALID, possible, null, null, null, 0);
            case "false" -> new PartitionResult(key, Verdict.INVALID, possible, null,
                answer.get(2) instanceof Number index ? history.operationAt(index.intValue()) : null, null, 0);
            default -> unknown(key, possible, "Knossos (" + answer.get(1) + ")");
        };
    }

    private static boolean isRegister(Model model) {
        return model.name().equals("register") || model.name().equals("cas-register");
    }

    private static PartitionResult unknown(Object key, List<Operation> operations, String reason) {
        return new PartitionResult(key, Verdict.UNKNOWN, operations, null, null, reason, 0);
    }

    /** The answer of the bridge; null where none came in time. */
    private List<?> analyze(Model model, KnossosHistory history, Long limit) {
        FutureTask<List<?>> task = new FutureTask<>(() ->
            bridge.analyze(algorithm.toString(), model.name(),
            isRegister(model) ? KnossosHistory.edn(model.initialState()) : EdnWriter.print(model.initialState()), history.edn(isRegister(model)), limit));
        Thread thread = new Thread(task, "knossos");
        thread.setDaemon(true);
        thread.start();
        try {
            return limit == null ? task.get() : task.get(limit + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Knossos was at work", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof InvocationTargetException target ? target.getCause() : e.getCause();
            throw new IllegalStateException("Knossos failed: " + cause.getMessage(), cause);
        }
    }
}
