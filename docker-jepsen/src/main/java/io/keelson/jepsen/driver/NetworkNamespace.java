package io.keelson.jepsen.driver;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import io.keelson.jepsen.link.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A network namespace of Linux, in which this process makes interfaces and sockets and runs programs. Takes root.
 *
 * <p>A socket belongs to the namespace in which it was made, whoever uses it, and to no other when it connects. Any thread may ask.
 */
final class NetworkNamespace implements Sockets {
    private static final int READ_ONLY = 0;
    private static final int CLONE_NEWNET = 0x40000000;

    private final Path file;

    /** What of the C library is needed; each call throws {@link LastErrorException} where C returns -1. */
    private interface C extends Library {
        C LIBRARY = Native.load("c", C.class);

        int open(String path, int flags) throws LastErrorException;

        int setns(int descriptor, int type) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    /** Something made inside. */
    @FunctionalInterface
    interface Making<T> {
        T make() throws IOException;
    }

    /**
     * Enters nothing yet.
     *
     * @param file stands for it: {@code /run/netns/NAME}, {@code /proc/PID/ns/net}
     */
    NetworkNamespace(Path file) {
        this.file = file;
    }

    /**
     * Makes something on a thread that is inside, which is gone afterwards.
     *
     * @throws IOException in one line, if the namespace can't be entered; or as {@code making} throws it
     */
    <T> T inside(Making<T> making) throws IOException {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("inside " + file).start(() -> {
            try {
                enter();
                made.complete(making.make());
            } catch (IOException | RuntimeException | Error failure) {
                made.completeExceptionally(failure);
            }
        });
        try {
            return made.join();
        } catch (CompletionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure.getCause());
        }
    }

    private void enter() throws IOException {
        try {
            int descriptor = C.LIBRARY.open(file.toString(), READ_ONLY);
            try {
                C.LIBRARY.setns(descriptor, CLONE_NEWNET);
            } finally {
                C.LIBRARY.close(descriptor);
            }
        } catch (LastErrorException refused) {
            throw new IOException("the network namespace " + file + " cannot be entered: " + refused.getMessage(), refused);
        }
    }

    /** The words of a command that runs inside. */
    List<String> command(List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file));
        words.addAll(command);
        return words;
    }

    /** Runs commands of {@code ip} inside; does nothing if there are none. */
    void ip(List<String> script) throws IOException {
        if (!script.isEmpty()) {
            Shell.run(command(List.of("ip", "-batch", "-")), String.join("\n", script) + "\n");
        }
    }

    /** Sets what the system goes by inside, as {@code net/ipv4/tcp_retries2}. */
    void set(String name, String value) throws IOException {
        Shell.run(command(List.of("sh", "-c", "echo " + value + " > /proc/sys/" + name)), "");
    }

    @Override
    public ServerSocket listening(int port) throws IOException {
        return inside(() -> {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
            try {
                return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).socket();
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        });
    }

    @Override
    public Socket unconnected() throws IOException {
        return inside(() -> SocketChannel.open(StandardProtocolFamily.INET).socket());
    }
}
