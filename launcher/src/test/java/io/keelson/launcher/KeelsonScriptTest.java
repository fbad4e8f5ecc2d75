package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script `keelson` in a house of its own, with a JDK and a Maven that only tell how they were called. */
class KeelsonScriptTest {
    private static final Instant BUILT = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant BEFORE = BUILT.minusSeconds(60);

    @TempDir
    Path temporary;

    private Path house;
    private final Map<String, String> environment = new TreeMap<>();

    private record Outcome(int exitCode, String out, String err) {
    }

    @BeforeEach
    void build() throws IOException {
        house = temporary.resolve("a house");
        Path script = write(house.resolve("keelson"), Files.readString(Path.of("..", "keelson")));
        executable(script);
        write(house.resolve("core/pom.xml"), "<project/>");
        write(house.resolve("core/src/main/java/A.java"), "class A {}");
        write(house.resolve("core/src/test/java/ATest.java"), "class ATest {}");
        write(house.resolve("launcher/target/classpath.txt"), "a.jar:b.jar");
        write(house.resolve("launcher/target/classes/io/keelson/launcher/jvm.flags"), "-Done=1 -Dtwo=2\n");
        write(house.resolve("launcher/target/classes/io/keelson/launcher/server.flags"), "-Dthree=3 -Dfour=4\n");
        write(house.resolve("launcher/target/classes/io/keelson/launcher/simulation.flags"), "-Dfive=5\n");
        Files.setLastModifiedTime(house.resolve("launcher/target/classpath.txt"), FileTime.from(BUILT));
        for (String source : List.of("core", "core/pom.xml", "core/src/main/java", "core/src/main/java/A.java")) {
            Files.setLastModifiedTime(house.resolve(source), FileTime.from(BEFORE));
        }
        environment.put("HOME", temporary.resolve("nobody").toString());
        environment.put("JAVA_HOME", jdk("21").toString());
        environment.put("PATH", "/usr/bin:/bin");
    }

    @Test
    void aFreshBuildIsRunAsItIsFromAnyFolder() throws Exception {
        Outcome outcome = keelson("simulate", "two words", "--seed", "7");
        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals("", outcome.err());
        List<String> arguments = outcome.out().lines().toList();
        assertEquals(List.of("jdk 21", "-Done=1", "-Dtwo=2"), arguments.subList(0, 3));
        assertTrue(arguments.contains(house.toRealPath().resolve("launcher/target/classes") + ":a.jar:b.jar"), outcome::out);
        assertEquals(List.of(Keelson.class.getName(), "simulate", "two words", "--seed", "7"), arguments.subList(arguments.size() - 5, arguments.size()));
    }

    @Test
    void checkNeedsNothingOfTheServersJvm() throws Exception {
        List<String> arguments = keelson("check", "two words").out().lines().toList();
        assertEquals(List.of("jdk 21", "-XX:+IgnoreUnrecognizedVMOptions"), arguments.subList(0, 2));
        assertTrue(arguments.stream().noneMatch(argument -> argument.startsWith("-Done")), arguments::toString);
        assertEquals(List.of(Keelson.class.getName(), "check", "two words"), arguments.subList(arguments.size() - 3, arguments.size()));
    }

    @Test
    void serversHaveAHeapOfTheirOwnAndTheUserHasTheLastWord() throws Exception {
        environment.put("KEELSON_JAVA_OPTS", "-Dfour=5");
        for (String command : List.of("server", "cluster")) {
            List<String> arguments = keelson(command).out().lines().toList();
            assertEquals(List.of("jdk 21", "-Done=1", "-Dtwo=2", "-Dthree=3", "-Dfour=4", "-Dfour=5"), arguments.subList(0, 6));
        }
        assertTrue(keelson("simulate").out().lines().noneMatch(argument -> argument.startsWith("-Dthree")));
    }

    @Test
    void simulationsHaveACollectorOfTheirOwnUnlessTheUserNamesOne() throws Exception {
        for (String[] command : new String[][] {{"simulate"}, {"zoo", "E05"}, {"bench", "simulation"}}) {
            assertEquals(List.of("jdk 21", "-Done=1", "-Dtwo=2", "-Dfive=5"), keelson(command).out().lines().limit(4).toList());
        }
        assertTrue(keelson("bench", "checker").out().lines().noneMatch("-Dfive=5"::equals));
        environment.put("KEELSON_JAVA_OPTS", "-Xmx1g -XX:+UseG1GC");
        assertTrue(keelson("simulate").out().lines().noneMatch("-Dfive=5"::equals));
    }

    @Test
    void theExitCodeIsTheCommands() throws Exception {
        environment.put("FAKE_EXIT", "2");
        assertEquals(2, keelson("verify").exitCode());
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        environment.put("PATH", jdk("25").resolve("bin") + ":/usr/bin:/bin");
        assertEquals("jdk 25", keelson("verify").out().lines().findFirst().orElseThrow());
    }

    @Test
    void aNewerSourceIsBuiltFirst() throws Exception {
        maven("touch launcher/target/classpath.txt");
        Files.setLastModifiedTime(house.resolve("core/src/main/java/A.java"), FileTime.from(BUILT.plusSeconds(60)));
        Outcome outcome = keelson("verify");
        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals("building what has changed ...\n  Keelson: core [2/9]\n", outcome.err());
        assertEquals("jdk 21", outcome.out().lines().findFirst().orElseThrow());
    }

    @Test
    void aNewerTestIsNot() throws Exception {
        maven("echo built >&2");
        Files.setLastModifiedTime(house.resolve("core/src/test/java/ATest.java"), FileTime.from(BUILT.plusSeconds(60)));
        assertEquals("", keelson("verify").err());
    }

    @Test
    void aBuildThatFailsSaysWhyAndRunsNothing() throws Exception {
        maven("echo '[ERROR] A.java:[1,1] no such sail'; exit 1");
        Files.delete(house.resolve("launcher/target/classpath.txt"));
        Outcome outcome = keelson("verify");
        assertEquals(255, outcome.exitCode());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("no such sail"), outcome::err);
        assertTrue(outcome.err().endsWith("keelson: the build failed; the lines above say why\n"), outcome::err);
        assertFalse(Files.exists(house.resolve("launcher/target/classpath.txt")));
    }

    @Test
    void aLockThatNobodyHoldsAnyMoreIsBroken() throws Exception {
        maven("echo a.jar >launcher/target/classpath.txt");
        Files.delete(house.resolve("launcher/target/classpath.txt"));
        // Above every process id that a kernel gives out.
        write(house.resolve("launcher/target/build.lock/pid"), "4194305\n");
        assertEquals(0, keelson("verify").exitCode());
        assertFalse(Files.exists(house.resolve("launcher/target/build.lock")));
    }

    @Test
    void anArchiveOfClassesIsMadeOnceForABuild() throws Exception {
        Path jar = jarWithArchive();
        List<String> first = keelson("check").out().lines().toList();
        Path archive = archives().get(0);
        assertTrue(first.contains("-XX:SharedArchiveFile=" + archive.toRealPath()), first::toString);
        assertTrue(first.contains(jar.toRealPath() + ":a.jar:b.jar"), first::toString);
        Files.writeString(archive, "made before");
        keelson("check");
        assertEquals("made before", Files.readString(archive));
        Files.setLastModifiedTime(archive, FileTime.from(BEFORE));
        keelson("check");
        assertEquals("archive", Files.readString(archive).strip(), "one that is older than the build is made again");
        assertEquals(1, archives().size(), "and nothing else is left");
    }

    @Test
    void commandsThatStartServersShareAnArchiveOfTheirOwn() throws Exception {
        jarWithArchive();
        keelson("check");
        Outcome first = keelson("jepsen", "--list");
        assertEquals("preparing a fast start of servers, once for this build ...", first.err().strip());
        String used = first.out().lines().filter(flag -> flag.startsWith("-XX:SharedArchiveFile=")).findFirst().orElseThrow();
        assertTrue(used.endsWith("-server.jsa"), used);
        Outcome second = keelson("server");
        assertTrue(second.out().contains(used), second::out);
        assertEquals("", second.err());
        assertEquals(2, archives().size());
    }

    @Test
    void whereNoArchiveCanBeMadeCommandsStartAllTheSame() throws Exception {
        jarWithArchive();
        environment.put("FAKE_ARCHIVE", "no");
        for (int i = 0; i < 2; i++) {
            Outcome outcome = keelson("check");
            assertEquals(0, outcome.exitCode(), outcome::toString);
            assertEquals("", outcome.err());
            assertFalse(outcome.out().contains("SharedArchiveFile"), outcome::out);
        }
        assertEquals(0, Files.size(archives().get(0)), "an empty one says that it has been tried");
    }

    /** Who may write everywhere, as a build machine's root, takes the one that is made; anybody else goes without. */
    @Test
    void aFolderThatMayNotBeWrittenToIsLeftAlone() throws Exception {
        jarWithArchive();
        Path target = house.resolve("launcher/target");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Outcome outcome = keelson("check");
            assertEquals(0, outcome.exitCode(), outcome::toString);
            assertEquals("", outcome.err());
            assertEquals(Files.isWritable(target), !archives().isEmpty());
            assertEquals(Files.isWritable(target), outcome.out().contains("SharedArchiveFile"));
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** The archive is made from jars alone. */
    private Path jarWithArchive() throws IOException {
        return write(house.resolve("launcher/target/keelson-launcher-1.0.jar"), "classes");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(house.resolve("launcher/target"))) {
            return files.filter(file -> file.getFileName().toString().contains(".jsa")).toList();
        }
    }

    private Path jdk(String version) throws IOException {
        Path jdk = temporary.resolve("jdk-" + version);
        write(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        executable(write(jdk.resolve("bin/java"), "#!/bin/sh\ncase $1 in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*) [ -n \"$FAKE_ARCHIVE\" ] && exit 1;"
                + " echo archive >\"${1#*=}\"; exit 0;; esac\necho jdk " + version + "\nfor argument in \"$@\"; do echo \"$argument\"; done\nexit ${FAKE_EXIT:-0}\n"));
        executable(write(jdk.resolve("bin/javac"), "#!/bin/sh\n"));
        return jdk;
    }

    private void maven(String commands) throws IOException {
        Path bin = temporary.resolve("maven");
        executable(write(bin.resolve("mvn"), "#!/bin/sh\necho '[INFO] Building Keelson: core 0.1.0     [2/9]'\n" + commands + "\n"));
        environment.put("PATH", bin + ":/usr/bin:/bin");
    }

    private Outcome keelson(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(house.resolve("keelson").toString()));
        line.addAll(List.of(arguments));
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line).directory(temporary.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
