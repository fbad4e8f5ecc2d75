package io.keelson.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The commit of the sources that this was built from, as far as git tells. */
final class Commit {
    private Commit() {}

    /** Returns the commit's name, with a word if the sources differ from it; empty if there is no git here. */
    static String of() {
        String home = System.getProperty("keelson.home");
        if (home == null) {
            return "";
        }
        String name = git(home, "rev-parse", "--short=12", "HEAD");
        return name.isEmpty() || git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? name : name + " and changes";
    }

    private static String git(String home, String... arguments) {
        try {
            List<String> command = new java.util.ArrayList<>(List.of("git", "-C", home));
            command.addAll(List.of(arguments));
            Process git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
