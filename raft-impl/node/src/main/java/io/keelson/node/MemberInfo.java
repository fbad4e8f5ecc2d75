package io.keelson.node;

import io.keelson.core.Bytes;
import java.util.List;

/**
 * What a group knows of a member besides its id: the context that {@link io.keelson.node.session.MemberTable} keeps, as the running node and the server have it.
 *
 * @param name what people call it; may be empty
 * @param peerAddress where the other members dial it, HOST:PORT
 * @param clientUrls where clients reach it; empty if nobody has said
 */
public record MemberInfo(String name, String peerAddress, List<String> clientUrls) {
    private static final int LARGEST_PORT = 65_535;

    public MemberInfo {
        clientUrls = List.copyOf(clientUrls);
        String all = name + peerAddress + String.join("", clientUrls);
        if (all.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a name or an address with a line break");
        }
    }

    /** Returns the context: name, address and URLs, a line each. */
    public Bytes encode() {
        String text = name + "\n" + peerAddress;
        return Bytes.utf8(clientUrls.isEmpty() ? text : text + "\n" + String.join("\n", clientUrls));
    }

    /** Reads a context; null if it is none. */
    public static MemberInfo decode(Bytes context) {
        String[] lines = context.toUtf8().split("\n", -1);
        return lines.length < 2 ? null : new MemberInfo(lines[0], lines[1], List.of(lines).subList(2, lines.length));
    }

    /** Returns the host of the peer address. */
    public String peerHost() {
        String host = peerAddress.substring(0, Math.max(0, peerAddress.lastIndexOf(':')));
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the port of the peer address, from 1 to 65535; 0 if there is none. */
    public int peerPort() {
        String text = peerAddress.substring(peerAddress.lastIndexOf(':') + 1);
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        return port <= LARGEST_PORT ? port : 0;
    }
}
