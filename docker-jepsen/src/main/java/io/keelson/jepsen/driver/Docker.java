package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words of Docker's client and of Compose. */
final class Docker {
    private static final List<List<String>> COMPOSE = List.of(List.of("docker", "compose"), List.of("docker-compose"));
    private static final long ASK_AGAIN_MILLIS = 50;

    private Docker() {}

    /** Why there can be no containers here, in one line; null if there can. */
    static String obstacle() {
        if (!succeeds(List.of("docker", "--version"))) {
            return "the driver 'docker' needs the program 'docker'";
        }
        if (!succeeds(List.of("docker", "version"))) {
            return "no Docker engine answers; start one, or set DOCKER_HOST to where it listens";
        }
        return compose() == null ? "the driver 'docker' needs Compose: neither 'docker compose' nor 'docker-compose' runs here" : null;
    }

    /** The words that begin a command of Compose, of whichever version is here; null if there is none. */
    static List<String> compose() {
        return COMPOSE.stream().filter(words -> succeeds(with(words, "version"))).findFirst().orElse(null);
    }

    /** Makes all containers and their network; starts none. */
    static void create(String project, Path file) throws IOException {
        Shell.run(with(compose(), "-p", project, "-f", file.toString(), "up", "--no-start"), "");
    }

    /** Starts a container and ends when it ends, with its exit code, printing what it prints. */
    static List<String> start(String container) {
        return List.of("docker", "start", "--attach", container);
    }

    /** Runs a program as root in a container that runs: with the container's capabilities, which the server itself, who is not root, does not have. */
    static List<String> asRoot(String container, List<String> command) {
        return with(List.of("docker", "exec", "--user", "0:0", container), command.toArray(String[]::new));
    }

    /** What a shell does to remove everything of a project, whatever state it is in. */
    static String removal(String project) {
        String filter = "--filter label=com.docker.compose.project=" + project;
        return "c=$(docker ps -aq " + filter + "); [ -z \"$c\" ] || docker rm -f -v $c; n=$(docker network ls -q " + filter + "); [ -z \"$n\" ] || docker network rm $n";
    }

    /** How the process that {@link #start} began is reached: the container is, not the client that waits for its end. */
    static Signals signals(String container) {
        return new Signals() {
            @Override
            public void kill(Process process) {
                // It may not run yet.
                while (process.isAlive() && !succeeds(List.of("docker", "kill", container))) {
                    Docker.pause();
                }
            }

            @Override
            public void terminate(Process process) throws IOException {
                Shell.run("docker", "kill", "--signal", "TERM", container);
            }

            @Override
            public void pause(Process process) throws IOException {
                Shell.run("docker", "pause", container);
            }

            @Override
            public void resume(Process process) throws IOException {
                Shell.run("docker", "unpause", container);
            }
        };
    }

    static boolean isRunning(String container) {
        try {
            Process process = new ProcessBuilder("docker", "inspect", "--format", "{{.State.Running}}", container).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().equals("true");
        } catch (IOException noClient) {
            return false;
        }
    }

    /**
     * The id of the server's process, as this machine counts; 0 if the container does not run.
     *
     * @throws IOException if there is no such container
     */
    static String processId(String container) throws IOException {
        return Shell.answer("docker", "inspect", "--format", "{{.State.Pid}}", container);
    }

    /** Makes one container anew of what the file says now; it does not run, and nothing depends on it. */
    static void createAnew(String project, Path file, String service, String container) throws IOException {
        Shell.run("docker", "rm", "-f", container);
        Shell.run(with(compose(), "-p", project, "-f", file.toString(), "up", "--no-start", "--no-deps", service), "");
    }

    /** Lets a little time pass between two questions. */
    static void pause() {
        try {
            Thread.sleep(ASK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().onExit().join()
                            .exitValue()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }
}
