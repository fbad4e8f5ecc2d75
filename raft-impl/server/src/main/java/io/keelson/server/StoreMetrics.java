package io.keelson.server;

import io.keelson.kv.KvStateMachine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** How full the store is. A gauge asks the node when it is scraped. */
final class StoreMetrics implements MeterBinder {
    private static final long PATIENCE_SECONDS = 1;

    private final Replica replica;

    StoreMetrics(Replica replica) {
        this.replica = replica;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "keelson.store.used", "What the store's records are charged", "bytes", machine -> machine.quota().used());
        gauge(registry, "keelson.store.quota", "How much the store may hold", "bytes", machine -> machine.quota().capacity());
        gauge(registry, "keelson.store.revision", "The revision of the last change", null, KvStateMachine::revision);
    }

    private void gauge(MeterRegistry registry, String name, String what, String unit, ToLongFunction<KvStateMachine> value) {
        Gauge.builder(name, () -> ask(value)).description(what).baseUnit(unit).register(registry);
    }

    private double ask(ToLongFunction<KvStateMachine> value) {
        try {
            return replica.readLocal(value::applyAsLong).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException noAnswer) {
            return Double.NaN;
        }
    }
}
