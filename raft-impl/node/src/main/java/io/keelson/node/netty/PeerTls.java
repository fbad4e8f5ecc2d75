package io.keelson.node.netty;

import io.keelson.node.NodeOpenException;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.node.tls.TlsException;
import io.keelson.node.tls.TlsFiles;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** TLS between members: 1.3 alone, both ends show a certificate. */
final class PeerTls {
    private static final String PROTOCOL = "TLSv1.3";

    /** How the JDK says that the other end has said why it hangs up. */
    private static final String ALERT = "Received fatal alert: ";

    private final SslContext accepting;
    private final SslContext dialling;
    private final int handshakeTimeoutMillis;

    private PeerTls(SslContext accepting, SslContext dialling, int handshakeTimeoutMillis) {
        this.accepting = accepting;
        this.dialling = dialling;
        this.handshakeTimeoutMillis = handshakeTimeoutMillis;
    }

    /** Returns null where members trust the network. */
    static PeerTls open(TransportSettings settings) throws NodeOpenException {
        TlsFiles files = settings.tls();
        if (files == null) {
            return null;
        }
        try {
            if (files.trustedCa() == null) {
                throw new IllegalArgumentException("between members both ends show certificates: name the authorities that sign them");
            }
            ReloadingTls tls = ReloadingTls.open(files);
            SslContext accepting = build(SslContextBuilder.forServer(tls.keyManager()).clientAuth(ClientAuth.REQUIRE), tls);
            SslContextBuilder client = SslContextBuilder.forClient().keyManager(tls.keyManager());
            if (!files.allowedNames().isEmpty()) {
                // The names say who may be there, wherever that is.
                client.endpointIdentificationAlgorithm(null);
            }
            return new PeerTls(accepting, build(client, tls), settings.handshakeTimeoutMillis());
        } catch (TlsException wrong) {
            throw new NodeOpenException("no TLS between members: " + wrong.getMessage(), wrong);
        } catch (SSLException failed) {
            throw new NodeOpenException("no TLS between members: " + failed, failed);
        }
    }

    private static SslContext build(SslContextBuilder builder, ReloadingTls tls) throws SSLException {
        return builder.sslProvider(SslProvider.JDK)
                .trustManager(tls.trustManager())
                .protocols(PROTOCOL)
                .sessionTimeout(ReloadingTls.SESSION_SECONDS)
                .build();
    }

    ChannelHandler accepting(Channel channel) {
        return limited(accepting.newHandler(channel.alloc()));
    }

    ChannelHandler dialling(Channel channel, String host, int port) {
        return limited(dialling.newHandler(channel.alloc(), host, port));
    }

    private SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(handshakeTimeoutMillis);
        return handler;
    }

    /** Says in one line why there is no TLS with the other end. */
    static String reason(SSLException failed) {
        if (failed instanceof NotSslRecordException) {
            return "it does not speak TLS, and this node does: give certificates to both or to neither";
        }
        for (Throwable deeper = failed; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof CertificateException judged) {
                return judged.getMessage();
            }
        }
        String message = String.valueOf(failed.getMessage());
        int alert = message.indexOf(ALERT);
        return alert < 0
                ? "no TLS with it: " + message
                : "the other end refused this node's certificate or TLS (" + message.substring(alert + ALERT.length()) + "); its log says why";
    }
}
