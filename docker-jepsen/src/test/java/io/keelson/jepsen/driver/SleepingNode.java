package io.keelson.jepsen.driver;

import java.util.concurrent.CountDownLatch;

/** A process that tells its id and then does nothing, or ends at once if asked to. */
final class SleepingNode {
    private SleepingNode() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("pid " + ProcessHandle.current().pid());
        if (arguments.length > 0) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        new CountDownLatch(1).await();
    }
}
