package io.keelson.jepsen.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts two nodes in a folder, pauses one, says so by a file, and waits to be killed. */
final class AbandonedDriver {
    private AbandonedDriver() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                SleepingNode.class.getName());
        ProcessDriver driver = new ProcessDriver(2, folder, (node, cluster) -> command, LocalSetup.PLAIN);
        driver.start("n1");
        driver.start("n2");
        while (Files.size(folder.resolve("n2").resolve("server.log")) == 0) {
            Thread.sleep(20);
        }
        driver.pause("n2");
        Files.createFile(folder.resolve("paused"));
        new CountDownLatch(1).await();
    }
}
