package io.keelson.launcher;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.DockerDriver;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.NetnsDriver;
import io.keelson.jepsen.driver.ProcessDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the servers of a run live. */
public enum DriverChoice {
    /** Processes on the loopback interface, with proxies between them. */
    PROCESS(ProcessDriver.NAME, ProcessDriver.ABILITIES) {
        @Override
        Driver open(int nodes, Path directory, ServerOptions options) throws IOException {
            return new ProcessDriver(nodes, directory, options.obeying(), options.setup());
        }
    },
    /** Processes in network namespaces of their own. */
    NETNS(NetnsDriver.NAME, NetnsDriver.ABILITIES) {
        @Override
        Driver open(int nodes, Path directory, ServerOptions options) throws IOException {
            String obstacle = NetnsDriver.obstacle();
            if (obstacle != null) {
                throw new UserError(obstacle);
            }
            return new NetnsDriver(nodes, directory, options, options.setup());
        }
    },
    /** Containers. */
    DOCKER(DockerDriver.NAME, DockerDriver.ABILITIES) {
        @Override
        Driver open(int nodes, Path directory, ServerOptions options) throws IOException {
            String obstacle = DockerDriver.obstacle();
            if (obstacle != null) {
                throw new UserError(obstacle);
            }
            return new DockerDriver(nodes, directory, ServerProcess.image().build(), options::arguments, options.setup());
        }
    };

    private final String label;
    private final Set<Ability> abilities;

    DriverChoice(String label, Set<Ability> abilities) {
        this.label = label;
        this.abilities = abilities;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** What such a driver can do with servers of this build. */
    public Set<Ability> abilities() {
        return abilities;
    }

    /**
     * What such a driver can do with servers that are of another build at first.
     *
     * @throws UserError if it knows one build only
     */
    Set<Ability> abilities(ServerBuild build) {
        if (build == ServerBuild.THIS) {
            return abilities;
        }
        if (this == DOCKER) {
            throw new UserError("--upgrade-from is for the drivers 'process' and 'netns': the image of the driver 'docker' holds one build");
        }
        Set<Ability> more = EnumSet.of(Ability.UPGRADES);
        more.addAll(abilities);
        return more;
    }

    /** Prepares the servers' places; starts none. */
    abstract Driver open(int nodes, Path directory, ServerOptions options) throws IOException;

    /** Finds one by its name. */
    static DriverChoice named(String name) {
        return Arrays.stream(values()).filter(choice -> choice.label.equals(name)).findFirst()
                .orElseThrow(() -> new UserError("no driver is called '" + name + "'; there are "
                        + Arrays.stream(values()).map(DriverChoice::label).collect(Collectors.joining(", "))));
    }
}
