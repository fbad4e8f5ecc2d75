package io.keelson.server.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.keelson.kv.KvRefusal;
import io.keelson.server.NotHereException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The answer to one request: exactly one message or one failure, whatever happens on the way.
 *
 * @param <T> the answer
 */
final class Reply<T> {
    /** Work that may be refused before it begins. */
    interface Attempt {
        void run() throws KvRefusal;
    }

    private final StreamObserver<T> client;
    private final Consumer<Status.Code> ended;

    Reply(StreamObserver<T> client, Consumer<Status.Code> ended) {
        if (client instanceof ServerCallStreamObserver<T> call) {
            // A client that has gone needs no answer: without a handler, answering it would throw.
            call.setOnCancelHandler(() -> {});
        }
        this.client = client;
        this.ended = ended;
    }

    /** Runs what begins the request; what it throws is the answer. */
    void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (KvRefusal refusal) {
            fail(Failure.of(refusal.error()));
        } catch (StatusRuntimeException failure) {
            fail(failure);
        } catch (RuntimeException defect) {
            fail(Failure.defect(defect));
        }
    }

    /** Answers when the future completes; what the conversion throws is the answer. */
    <A> void answerWith(CompletableFuture<A> future, Function<A, T> conversion) {
        future.whenComplete((value, failure) -> attempt(() -> {
            if (failure instanceof CompletionException wrapped && wrapped.getCause() instanceof StatusRuntimeException told) {
                throw told;
            }
            NotHereException notHere = notHere(failure);
            if (notHere != null) {
                throw Failure.orDefect(notHere.outcome());
            }
            if (failure != null) {
                throw Failure.defect(failure);
            }
            succeed(conversion.apply(value));
        }));
    }

    private static NotHereException notHere(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof NotHereException notHere ? notHere : null;
    }

    private void succeed(T answer) {
        client.onNext(answer);
        client.onCompleted();
        ended.accept(Status.Code.OK);
    }

    private void fail(StatusRuntimeException failure) {
        client.onError(failure);
        ended.accept(failure.getStatus().getCode());
    }
}
