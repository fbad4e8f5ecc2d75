package io.keelson.server.command;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.keelson.server.config.Address;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command reaches a running member: the same flags as etcdctl's. */
final class ClientOptions {
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    /** It logs with a stack trace what the command says in one line. Held, or its level would be forgotten. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    @Option(names = {"--endpoint", "--endpoints"}, paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:2379", description = "A member's client address (default: ${DEFAULT-VALUE}).")
    private String endpoint;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "20", description = "How long the member may be silent, in seconds (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(names = "--cacert", paramLabel = "FILE", description = "The authorities that must have signed the member's certificate, in PEM; with it the connection is TLS.")
    private Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "The certificate to show, in PEM, if the member asks for one.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The key of that certificate, in PKCS#8.")
    private Path key;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** Returns the address as it was given. */
    String endpoint() {
        return endpoint;
    }

    /** Returns how long the member may be silent before the command gives up. */
    Duration patience() {
        return Duration.ofNanos(Math.round(timeout * TimeUnit.SECONDS.toNanos(1)));
    }

    /**
     * Opens a channel, to be shut down.
     *
     * @throws ParameterException if the flags make no sense
     * @throws IOException if a file can't be used
     */
    ManagedChannel open() throws IOException {
        if (!(patience().isPositive() && timeout <= TimeUnit.DAYS.toSeconds(1))) {
            throw new ParameterException(spec.commandLine(), "--timeout: '" + timeout + "' is no number of seconds from more than 0 to a day");
        }
        GRPC.setLevel(Level.OFF);
        NettyChannelBuilder channel;
        try {
            Address address = Address.parse(endpoint);
            channel = NettyChannelBuilder.forAddress(address.host(), address.port()).maxInboundMessageSize(MAX_ANSWER_BYTES);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--endpoint: '" + endpoint + "' " + wrong.getMessage());
        }
        if (authorities == null) {
            if (certificate != null || key != null) {
                throw new ParameterException(spec.commandLine(), "--cert and --key are for TLS: name the member's authorities with --cacert too");
            }
            return channel.usePlaintext().build();
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(spec.commandLine(), "--cert and --key go together");
        }
        return channel.sslContext(GrpcSslContexts.configure(context()).build()).build();
    }

    private SslContextBuilder context() throws IOException {
        try {
            SslContextBuilder context = SslContextBuilder.forClient().trustManager(readable(authorities).toFile());
            return certificate == null ? context : context.keyManager(readable(certificate).toFile(), readable(key).toFile());
        } catch (IllegalArgumentException unusable) {
            throw new IOException("the certificates can't be used: " + unusable.getMessage(), unusable);
        }
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("the file " + file + " can't be read");
        }
        return file;
    }
}
