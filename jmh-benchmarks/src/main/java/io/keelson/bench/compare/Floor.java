package io.keelson.bench.compare;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;

/**
 * What no replicated log on this machine can beat: forcing a record to a preallocated file, while two others do the same on the same disk as the other members of a
 * cluster do, and a round trip over the loopback interface between two blocking threads.
 *
 * @param forceMicros the median force of one file alone, in microseconds
 * @param forceOfThreeMicros the median force when three files are forced at a time
 * @param roundTripMicros the median round trip of a record, with an answer of 32 bytes
 */
public record Floor(double forceMicros, double forceOfThreeMicros, double roundTripMicros) {
    private static final int RECORD_BYTES = 384;
    private static final int ANSWER_BYTES = 32;
    private static final int SECTOR = 512;
    private static final int FILE_BYTES = 4 << 20;
    private static final int MEMBERS = 3;

    /** The least time of a commit by a majority: the leader's force runs beside the others'. */
    public double micros() {
        return forceOfThreeMicros + roundTripMicros;
    }

    /**
     * Measures.
     *
     * @param directory on the disk that counts; must exist
     * @param forces how many times each
     */
    static Floor measure(Path directory, int forces) throws IOException {
        return new Floor(force(directory, 1, forces), force(directory, MEMBERS, forces), roundTrip(5 * forces));
    }

    private static double force(Path directory, int files, int forces) throws IOException {
        long[] nanos = new long[files * forces];
        CyclicBarrier together = new CyclicBarrier(files);
        inParallel(files, file -> {
            Path path = directory.resolve("floor-" + file);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocateDirect(FILE_BYTES), 0);
                channel.force(true);
                ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
                for (int i = 0; i < forces; i++) {
                    together.await();
                    long begin = System.nanoTime();
                    channel.write(record.clear(), (long) i * SECTOR % FILE_BYTES);
                    channel.force(false);
                    nanos[file * forces + i] = System.nanoTime() - begin;
                }
            }
            Files.delete(path);
        });
        return median(nanos);
    }

    private static double roundTrip(int trips) throws IOException {
        long[] nanos = new long[trips];
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            inParallel(2, end -> {
                if (end == 0) {
                    try (Socket socket = server.accept()) {
                        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        DataInputStream in = new DataInputStream(socket.getInputStream());
                        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                        for (int i = 0; i < trips; i++) {
                            in.readFully(new byte[RECORD_BYTES]);
                            out.write(new byte[ANSWER_BYTES]);
                        }
                    }
                    return;
                }
                try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    for (int i = 0; i < trips; i++) {
                        long begin = System.nanoTime();
                        out.write(new byte[RECORD_BYTES]);
                        in.readFully(new byte[ANSWER_BYTES]);
                        nanos[i] = System.nanoTime() - begin;
                    }
                }
            });
        }
        return median(nanos);
    }

    private interface Part {
        void run(int number) throws Exception;
    }

    private static void inParallel(int count, Part part) throws IOException {
        Thread[] threads = new Thread[count];
        Exception[] failures = new Exception[count];
        for (int i = 0; i < count; i++) {
            int number = i;
            threads[i] = Thread.ofPlatform().start(() -> {
                try {
                    part.run(number);
                } catch (Exception e) {
                    failures[number] = e;
                }
            });
        }
        for (int i = 0; i < count; i++) {
            try {
                threads[i].join();
            } catch (InterruptedException e) {
                throw new IOException("interrupted while measuring the floor", e);
            }
            if (failures[i] != null) {
                throw new IOException("the floor can't be measured: " + failures[i], failures[i]);
            }
        }
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }
}
