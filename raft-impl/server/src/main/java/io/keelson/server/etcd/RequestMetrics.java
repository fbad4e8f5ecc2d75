package io.keelson.server.etcd;

import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Consumer;

/** Counts and times requests, by method and status: never by key. */
final class RequestMetrics {
    private final MeterRegistry registry;

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Begins a request; the result is told how it ended. */
    Consumer<Status.Code> begin(String method) {
        Timer.Sample sample = Timer.start(registry);
        return code -> sample.stop(Timer.builder("keelson.request")
                .description("Client requests")
                .tag("method", method)
                .tag("code", code.name())
                .register(registry));
    }
}
