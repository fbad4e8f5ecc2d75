package io.keelson.jepsen.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Carries connections from one address to another, either of which may be a file (a Unix domain socket). Through files on a volume a process outside the
 * nodes' network reaches them, wherever that network is.
 *
 * <p>As a program it runs in the container {@code control}: a folder, then {@code NAME=HOST:PORT} for each file that it makes there. Threads of its own do the
 * work; it knows nothing of what it carries.
 */
public final class Relay implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    /** A host that is down does not answer, and whoever dials it had better ask again soon. */
    private static final int CONNECT_MILLIS = 500;

    private final ServerSocketChannel listening;
    private final SocketAddress target;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /**
     * Begins to listen.
     *
     * @param here where it is dialled
     * @param target where everything goes
     * @throws IOException if the address is taken
     */
    Relay(SocketAddress here, SocketAddress target) throws IOException {
        this.target = target;
        this.listening = here instanceof UnixDomainSocketAddress ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        listening.bind(here);
        Thread.ofVirtual().name("relay to " + target).start(this::listen);
    }

    /** Runs until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            int colon = arguments[i].lastIndexOf(':');
            Path file = folder.resolve(arguments[i].substring(0, equals));
            Files.deleteIfExists(file); // of an earlier life
            InetSocketAddress node = new InetSocketAddress(arguments[i].substring(equals + 1, colon), Integer.parseInt(arguments[i].substring(colon + 1)));
            new Relay(UnixDomainSocketAddress.of(file), node);
        }
        new CountDownLatch(1).await();
    }

    private void listen() {
        while (listening.isOpen()) {
            try {
                SocketChannel dialled = listening.accept();
                Thread.ofVirtual().name("relay to " + target).start(() -> carry(dialled));
            } catch (IOException end) {
                // Closed, or a connection that was gone before it was accepted: either way there is nothing to do for it.
            }
        }
    }

    private void carry(SocketChannel dialled) {
        open.add(dialled);
        try (dialled;
                SocketChannel onward = connect()) {
            open.add(onward);
            Thread back = Thread.ofVirtual().start(() -> pump(onward, dialled));
            pump(dialled, onward);
            back.join();
            open.remove(onward);
        } catch (IOException | InterruptedException end) {
            // The one side learns that the other is gone by the end of its connection.
        } finally {
            open.remove(dialled);
        }
    }

    private SocketChannel connect() throws IOException {
        if (target instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(target);
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(target, CONNECT_MILLIS);
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Carries one direction to its end, which is the end of both. */
    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (from;
                to) {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException end) {
            // Torn off instead of closed.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
