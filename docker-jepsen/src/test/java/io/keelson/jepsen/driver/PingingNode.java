package io.keelson.jepsen.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Either answers every byte on one connection, or sends one byte after another on one connection and tells of each whether it was answered. */
final class PingingNode {
    private static final int PATIENCE_MILLIS = 300;

    private PingingNode() {}

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        if (arguments[0].equals("answer")) {
            answer(address);
        } else {
            ask(address);
        }
    }

    private static void answer(InetSocketAddress here) throws IOException {
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(here);
            try (Socket asking = listening.accept()) {
                for (int heard = asking.getInputStream().read(); heard >= 0; heard = asking.getInputStream().read()) {
                    asking.getOutputStream().write(heard);
                }
            }
        }
    }

    private static void ask(InetSocketAddress there) throws IOException {
        try (Socket answering = connect(there)) {
            answering.setSoTimeout(PATIENCE_MILLIS);
            while (true) {
                answering.getOutputStream().write(1);
                System.out.println(isAnswered(answering) ? "answer" : "silence");
            }
        }
    }

    private static boolean isAnswered(Socket answering) throws IOException {
        try {
            return answering.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    private static Socket connect(InetSocketAddress there) {
        while (true) {
            try {
                Socket socket = new Socket();
                socket.connect(there);
                return socket;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
    }
}
