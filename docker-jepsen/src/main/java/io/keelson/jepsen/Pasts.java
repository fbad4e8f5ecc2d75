package io.keelson.jepsen;

import io.keelson.jepsen.driver.AdminPage;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.fault.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the replicas of one group have come, and by which changes, as each node's page of its status tells: a revision, and a hash of all changes up to it.
 *
 * @param hashes what each node that holds the group tells, once all of them have come to one revision; empty if they do not
 * @param gaps what could not be learnt, one line each
 */
record Pasts(Map<String, String> hashes, List<String> gaps) {
    private static final String STATUS = "/status";
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final Pattern REVISION = Pattern.compile("\"revision\": *(\\d+)");
    private static final Pattern HASH = Pattern.compile("\"hash\": *\"([0-9a-f]+)\"");

    /** One replica's. */
    private record Past(String revision, String hash) {}

    /**
     * Asks every node for the default group.
     *
     * @param limit of {@link System#nanoTime} until which they are asked again: what was of unknown outcome may be applied late
     */
    static Pasts ofDefaultGroup(Driver driver, long limit) throws IOException {
        return of(driver, STATUS, "", limit);
    }

    /** Asks every node for another group, which a node need not hold; most of them must. */
    static Pasts ofGroup(Driver driver, String group, long limit) throws IOException {
        Pasts pasts = of(driver, STATUS + "/" + group, " of group '" + group + "'", limit);
        if (pasts.gaps.isEmpty() && 2 * pasts.hashes.size() <= driver.nodes().size()) {
            return new Pasts(Map.of(), List.of("the group '" + group + "' is held by " + pasts.hashes.size() + " of " + driver.nodes().size() + " nodes after healing"));
        }
        return pasts;
    }

    private static Pasts of(Driver driver, String page, String what, long limit) throws IOException {
        while (true) {
            Map<String, Past> pasts = new LinkedHashMap<>();
            List<String> silent = new ArrayList<>();
            for (String node : driver.nodes()) {
                if (driver.adminEndpoint(node).isPresent()) {
                    ask(driver, node, page, pasts, silent);
                }
            }
            if (silent.isEmpty() && pasts.values().stream().map(Past::revision).distinct().count() <= 1) {
                Map<String, String> hashes = new LinkedHashMap<>();
                pasts.forEach((node, past) -> hashes.put(node, "revision " + past.revision() + ", hash " + past.hash()));
                return new Pasts(hashes, List.of());
            }
            if (System.nanoTime() > limit) {
                return new Pasts(Map.of(), silent.isEmpty() ? List.of("the nodes come to no common revision" + what + " after healing: " + pasts) : silent);
            }
            Wait.millis(ASK_AGAIN_MILLIS);
        }
    }

    private static void ask(Driver driver, String node, String path, Map<String, Past> pasts, List<String> silent) {
        try {
            Optional<String> page = AdminPage.find(driver.adminEndpoint(node).orElseThrow(), path);
            if (page.isEmpty() && !path.equals(STATUS)) {
                return;
            }
            Matcher revision = REVISION.matcher(page.orElse(""));
            Matcher hash = HASH.matcher(page.orElse(""));
            if (revision.find() && hash.find()) {
                pasts.put(node, new Past(revision.group(1), hash.group(1)));
            } else {
                silent.add(node + " tells no hash on the page of its status");
            }
        } catch (IOException failure) {
            silent.add(node + " shows no status after healing: " + failure.getMessage());
        }
    }
}
