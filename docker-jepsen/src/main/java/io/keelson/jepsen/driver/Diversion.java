package io.keelson.jepsen.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A host's second interface, whose other end is this process: what the host sends to some of the others leaves by it instead of the network between them. */
final class Diversion {
    private static final String INTERFACE = "tun0";
    /** Of the rules, asked after those that make black holes; and the routing table that they lead to. */
    private static final int DIVERSIONS = 6;

    private final NetworkNamespace host;
    private final TunDevice port;
    private Set<String> diverted = Set.of();

    /**
     * Makes the interface; nothing is diverted yet.
     *
     * @param host has none yet
     * @param address the host's
     * @throws IOException in one line, if it can't be had
     */
    Diversion(NetworkNamespace host, String address) throws IOException {
        this.host = host;
        port = host.inside(() -> new TunDevice(INTERFACE));
        try {
            host.ip(List.of("link set " + INTERFACE + " mtu " + PacketPort.LONGEST + " up",
                    "route add default dev " + INTERFACE + " src " + address + " table " + DIVERSIONS));
            // What is sent by one interface and answered by another is no forgery here.
            host.set("net/ipv4/conf/all/rp_filter", "0");
            host.set("net/ipv4/conf/" + INTERFACE + "/rp_filter", "0");
        } catch (IOException failure) {
            port.close();
            throw failure;
        }
    }

    /** Where what is diverted comes out, and where packets for the host go in. */
    PacketPort port() {
        return port;
    }

    /** From now on what the host sends to these addresses is diverted, and nothing else is. */
    synchronized void become(Set<String> addresses) throws IOException {
        List<String> script = new ArrayList<>();
        Set<String> all = new TreeSet<>(diverted);
        all.addAll(addresses);
        for (String address : all) {
            if (diverted.contains(address) != addresses.contains(address)) {
                script.add("rule " + (addresses.contains(address) ? "add" : "del") + " pref " + DIVERSIONS + " to " + address + " lookup " + DIVERSIONS);
            }
        }
        host.ip(script);
        diverted = new TreeSet<>(addresses);
    }
}
