package io.keelson.jepsen.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

/** What a failed call tells: failed only if certain. */
class EtcdClientTest {
    private static final boolean WRITE = false;
    private static final boolean READ = true;

    @Test
    void theServersWordIsTaken() {
        assertEquals(new Reply.Failed("not-applied"), reply(WRITE, Status.UNAVAILABLE, "not-applied"));
        assertEquals(new Reply.Failed("refused"), reply(WRITE, Status.FAILED_PRECONDITION, "refused"));
        assertEquals(new Reply.Unknown("unavailable"), reply(WRITE, Status.UNAVAILABLE, "unknown"));
    }

    @Test
    void withoutAWordAWriteIsUnknown() {
        assertEquals(new Reply.Unknown("deadline-exceeded"), reply(WRITE, Status.DEADLINE_EXCEEDED, null));
        assertEquals(new Reply.Unknown("deadline-exceeded"), reply(WRITE, Status.DEADLINE_EXCEEDED, null));
        assertEquals(new Reply.Unknown("unavailable"),
                reply(WRITE, Status.UNAVAILABLE.withCause(new IOException("Connection reset by peer")), null));
    }

    @Test
    void aRefusedConnectionCarriedNothing() {
        Status refused = Status.UNAVAILABLE.withCause(new IOException(new ConnectException("Connection refused")));
        assertEquals(new Reply.Failed("connection-refused"), reply(WRITE, refused, null));
        assertEquals(new Reply.Failed("connection-refused"), reply(READ, refused, null));
    }

    @Test
    void aReadHasNoEffectToWonderAbout() {
        assertEquals(new Reply.Failed("deadline-exceeded"), reply(READ, Status.DEADLINE_EXCEEDED, null));
    }

    private static Reply reply(boolean readOnly, Status status, String outcome) {
        Metadata trailers = new Metadata();
        if (outcome != null) {
            trailers.put(Metadata.Key.of("keelson-outcome", Metadata.ASCII_STRING_MARSHALLER), outcome);
        }
        return EtcdClient.reply(readOnly, status.asRuntimeException(trailers));
    }
}
