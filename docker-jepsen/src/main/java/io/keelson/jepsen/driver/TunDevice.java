package io.keelson.jepsen.driver;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network interface of Linux whose other end is this process (TUN). It is gone when its namespace is, or this process.
 */
final class TunDevice implements PacketPort {
    private static final Path CLONE = Path.of("/dev/net/tun");
    private static final int READ_WRITE = 2;
    /** TUNSETIFF, with IFF_TUN and IFF_NO_PI: whole IPv4 packets and nothing before them (linux/if_tun.h). */
    private static final NativeLong SET_INTERFACE = new NativeLong(0x400454caL);
    private static final short PLAIN_PACKETS = 0x1001;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;

    private final int descriptor;
    private boolean closed;

    /** What of the C library is needed; each call throws {@link LastErrorException} where C returns -1. */
    private interface C extends Library {
        C LIBRARY = Native.load("c", C.class);

        int open(String path, int flags) throws LastErrorException;

        int ioctl(int descriptor, NativeLong request, byte[] argument) throws LastErrorException;

        NativeLong read(int descriptor, ByteBuffer buffer, NativeLong count) throws LastErrorException;

        NativeLong write(int descriptor, ByteBuffer buffer, NativeLong count) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    /**
     * Makes the interface in the namespace of this thread.
     *
     * @param name at most 15 characters
     * @throws IOException in one line, if this user or this machine can't
     */
    TunDevice(String name) throws IOException {
        try {
            descriptor = C.LIBRARY.open(CLONE.toString(), READ_WRITE);
            byte[] request = new byte[REQUEST_BYTES];
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, request, 0, bytes.length);
            request[NAME_BYTES] = (byte) PLAIN_PACKETS;
            request[NAME_BYTES + 1] = (byte) (PLAIN_PACKETS >> 8);
            C.LIBRARY.ioctl(descriptor, SET_INTERFACE, request);
        } catch (LastErrorException refused) {
            throw new IOException("no network interface " + name + " over " + CLONE + ": " + refused.getMessage(), refused);
        }
    }

    /** Whether this machine has such interfaces; taking one takes root. */
    static boolean exist() {
        return Files.exists(CLONE);
    }

    @Override
    public void read(ByteBuffer packet) throws IOException {
        try {
            int length = C.LIBRARY.read(descriptor, packet, new NativeLong(packet.remaining())).intValue();
            packet.limit(packet.position() + length);
        } catch (LastErrorException gone) {
            throw new IOException(gone);
        }
    }

    @Override
    public synchronized void write(ByteBuffer packet) throws IOException {
        if (closed) {
            throw new IOException("the host is gone");
        }
        try {
            C.LIBRARY.write(descriptor, packet, new NativeLong(packet.remaining()));
        } catch (LastErrorException refused) {
            throw new IOException(refused);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            C.LIBRARY.close(descriptor);
        }
    }
}
