package io.keelson.jepsen.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection through a proxy: a socket on either side, and for each direction one thread that reads and one that writes when it is time. */
final class ProxiedConnection {
    /** About as long as a server waits itself: it dials again when this has failed. */
    private static final int CONNECT_MILLIS = 500;
    private static final int PIECE = 16 << 10;
    /** Beyond so many pieces under way the sender is not read from: it feels the slow link as it would a full window. */
    private static final int UNDER_WAY = 256;
    private static final Piece END = new Piece(new byte[0], 0, Long.MIN_VALUE);

    private final Socket dialler;
    private final Socket dialled;
    private final InetSocketAddress target;
    private final Way forth;
    private final Way back;
    private final Consumer<ProxiedConnection> ended;
    private volatile boolean halfOpen;

    private record Piece(byte[] bytes, int length, long due) {}

    ProxiedConnection(Socket dialler, Socket dialled, InetSocketAddress target, Way forth, Way back, Consumer<ProxiedConnection> ended) {
        this.dialler = dialler;
        this.dialled = dialled;
        this.target = target;
        this.forth = forth;
        this.back = back;
        this.ended = ended;
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            try {
                forth.awaitPassable();
                back.awaitPassable();
                dialled.connect(target, CONNECT_MILLIS);
                dialler.setTcpNoDelay(true);
                dialled.setTcpNoDelay(true);
                carry(dialler, dialled, forth);
                carry(dialled, dialler, back);
            } catch (IOException nobodyThere) {
                close();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void carry(Socket from, Socket to, Way way) {
        LinkedBlockingQueue<Piece> underWay = new LinkedBlockingQueue<>(UNDER_WAY);
        Thread.ofVirtual().start(() -> read(from, way, underWay));
        Thread.ofVirtual().start(() -> write(to, way, underWay));
    }

    private void read(Socket from, Way way, LinkedBlockingQueue<Piece> underWay) {
        try {
            try {
                InputStream in = from.getInputStream();
                long last = 0;
                while (true) {
                    byte[] bytes = new byte[PIECE];
                    int length = in.read(bytes);
                    if (length < 0) {
                        break;
                    }
                    // A stream keeps its order: what was delayed holds up what follows it.
                    last = Math.max(last, System.nanoTime() + way.delay());
                    underWay.put(new Piece(bytes, length, last));
                }
            } catch (IOException lost) {
                // The sender's end is gone: the receiver learns it in its time.
            }
            underWay.put(END);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Socket to, Way way, LinkedBlockingQueue<Piece> underWay) {
        try {
            OutputStream out = to.getOutputStream();
            for (Piece piece = underWay.take(); piece != END; piece = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime());
                way.awaitPassable();
                out.write(piece.bytes(), 0, piece.length());
            }
            way.awaitPassable();
            Thread.sleep(way.state().lateClose());
            if (!halfOpen) {
                close();
            }
        } catch (IOException lost) {
            close();
            underWay.clear(); // so that whoever reads finds room for the end
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The dialling node's end is torn off; the other node is told nothing. */
    void loseDialler() {
        halfOpen = true;
        Quietly.close(dialler);
    }

    /** What was left open at one end is closed at the other. */
    void endHalfOpen() {
        if (halfOpen) {
            close();
        }
    }

    void close() {
        Quietly.close(dialler);
        Quietly.close(dialled);
        ended.accept(this);
    }
}
