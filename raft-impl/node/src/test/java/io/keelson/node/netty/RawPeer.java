package io.keelson.node.netty;

import io.keelson.node.wire.Hello;
import io.keelson.node.wire.HelloCodec;
import io.keelson.node.wire.MalformedFrameException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A peer made of nothing but a socket, that says whatever a test wants. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    static RawPeer dial(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    void sendHello(Hello hello) throws IOException {
        sendFrame(HelloCodec.encode(hello).array());
    }

    void sendFrame(byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
        out.flush();
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void sendLength(int length) throws IOException {
        out.writeInt(length);
        out.flush();
    }

    byte[] readFrame() throws IOException {
        return in.readNBytes(in.readInt());
    }

    Hello readHello() throws IOException, MalformedFrameException {
        return HelloCodec.decode(ByteBuffer.wrap(readFrame()));
    }

    /** Returns when the other end has closed the connection, whatever it says before. */
    void awaitClosed() throws IOException {
        try {
            while (in.read() >= 0) {
                // A stranger is answered before it is turned away.
            }
        } catch (EOFException | SocketException reset) {
            // That is closed, too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
