package io.keelson.jepsen.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that tells its id and then does nothing, or ends with a code if asked to: at once, or when there is a file of some name. */
final class SleepingNode {
    private SleepingNode() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("pid " + ProcessHandle.current().pid());
        while (arguments.length > 1 && Files.notExists(Path.of(arguments[1]))) {
            Thread.sleep(10);
        }
        if (arguments.length > 0) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        new CountDownLatch(1).await();
    }
}
