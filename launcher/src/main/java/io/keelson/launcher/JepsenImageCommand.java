package io.keelson.launcher;

import io.keelson.jepsen.driver.DockerDriver;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes the image that the driver docker runs. */
@Command(name = "image", description = "Makes the image of a node for Docker, unless there is one of this build, and prints its name.")
final class JepsenImageCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        String obstacle = DockerDriver.obstacle();
        if (obstacle != null) {
            throw new UserError(obstacle);
        }
        System.out.println(ServerProcess.image().build());
        return ExitCode.VALID.code();
    }
}
