package io.keelson.server.command;

/** Lets the servers of {@code keelson cluster} end with the command that started them, even if that is killed. */
final class Parent {
    /** Set for a process that is to end with its parent. */
    static final String PROPERTY = "keelson.ends.with.parent";

    private Parent() {}

    /** Runs the action when the parent has ended, if this process is to end then. */
    static void onExit(Runnable action) {
        if (Boolean.getBoolean(PROPERTY)) {
            ProcessHandle.current().parent().ifPresentOrElse(parent -> parent.onExit().thenRun(action), action);
        }
    }
}
