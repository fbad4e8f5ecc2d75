package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script that cuts a container's links, in a network namespace of its own; skipped where there can be none. */
class BlackHolesTest {
    private static final String NAMESPACE = "kt" + ProcessHandle.current().pid();
    private static final String LOCAL = "10:\tfrom all lookup local";

    @BeforeEach
    void namespace() throws IOException {
        assumeTrue(Hosts.obstacle() == null, Hosts::obstacle);
        Shell.run("ip", "netns", "add", NAMESPACE);
    }

    @AfterEach
    void gone() throws IOException {
        if (Hosts.obstacle() == null) {
            Shell.run("ip", "netns", "del", NAMESPACE);
        }
    }

    @Test
    void swallowsTheseAndNoOthersHoweverOftenItIsTold() throws IOException {
        sink("10.0.0.1", "10.0.0.11");
        List<String> both = List.of("5:\tfrom 10.0.0.1 blackhole", "5:\tfrom 10.0.0.11 blackhole", LOCAL);
        assertEquals(both, rules());
        sink("10.0.0.1", "10.0.0.11");
        assertEquals(both, rules());
        sink("10.0.0.11", "10.0.0.2");
        assertEquals(List.of("5:\tfrom 10.0.0.11 blackhole", "5:\tfrom 10.0.0.2 blackhole", LOCAL), rules());
        sink();
        assertEquals(List.of(LOCAL), rules());
    }

    private static void sink(String... addresses) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE, Path.of("docker", "bin", "black-holes").toString()));
        command.addAll(List.of(addresses));
        Shell.run(command, "");
    }

    /** All rules but those that every host has at the end. */
    private static List<String> rules() throws IOException {
        return Shell.answer("ip", "-n", NAMESPACE, "rule").lines().map(String::strip).filter(line -> !line.startsWith("327")).toList();
    }
}
