package io.keelson.jepsen.workload;

import com.google.protobuf.Int64Value;
import com.google.protobuf.UInt64Value;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The service {@code keelson.v1.Sessions} as a client sees it. Its messages hold one number each, in the place where protobuf's own wrappers hold theirs. */
final class Sessions {
    /** Longer than any run waits for anything. */
    private static final long TTL_MILLIS = Duration.ofHours(1).toMillis();

    private static final MethodDescriptor<Int64Value, UInt64Value> OPEN = MethodDescriptor.<Int64Value, UInt64Value>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName("keelson.v1.Sessions", "Open"))
            .setRequestMarshaller(ProtoUtils.marshaller(Int64Value.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(UInt64Value.getDefaultInstance()))
            .build();

    private Sessions() {}

    /** Opens one and returns its id. One whose id does not arrive is never used. */
    static long open(Channel channel, Duration patience) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        return ClientCalls.blockingUnaryCall(channel, OPEN, options, Int64Value.of(TTL_MILLIS)).getValue();
    }
}
