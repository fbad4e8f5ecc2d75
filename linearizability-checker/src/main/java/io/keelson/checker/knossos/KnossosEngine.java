package io.keelson.checker.knossos;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Jepsen's checker as a second opinion: {@code knossos.competition/analysis} on {@code register} and {@code cas-register}. It knows
 * limits of time only; of the rest of a budget it takes no notice. Its threads may go on for a while after it has answered.
 */
public final class KnossosEngine implements Engine {
    /** How much longer than its own limit Knossos is waited for: it prepares its search before it looks at the clock. */
    private static final long GRACE_MILLIS = 2_000;

    private final KnossosBridge bridge;

    private KnossosEngine(KnossosBridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Knossos from the class path of this process, where the build has put it.
     *
     * @throws KnossosUnavailableException where it is not there: one line that says how to get it
     */
    public static KnossosEngine onClassPath() {
        return new KnossosEngine(KnossosBridge.onClassPath());
    }

    /**
     * Knossos from a class path of its own, in a class loader of its own.
     *
     * @param classPath jars and folders, separated as the platform does; Clojure must be among them
     * @throws KnossosUnavailableException where an entry is missing, or Knossos is not in it
     */
    public static KnossosEngine from(String classPath) {
        return new KnossosEngine(KnossosBridge.from(classPath));
    }

    @Override
    public String name() {
        return "knossos";
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        if (!model.name().equals("register") && !model.name().equals("cas-register")) {
            throw new UnsuitableHistoryException("the Knossos engine judges register and cas-register, not " + model.name());
        }
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
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

    private static PartitionResult unknown(Object key, List<Operation> operations, String reason) {
        return new PartitionResult(key, Verdict.UNKNOWN, operations, null, null, reason, 0);
    }

    /** The answer of the bridge; null where none came in time. */
    private List<?> analyze(Model model, KnossosHistory history, Long limit) {
        FutureTask<List<?>> task = new FutureTask<>(() ->
            bridge.analyze(model.name(), KnossosHistory.edn(model.initialState()), history.edn(), limit));
        Thread thread = new Thread(task, "knossos");
        thread.setDaemon(true);
        thread.start();
        try {
            return limit == null ? task.get() : task.get(limit + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
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
