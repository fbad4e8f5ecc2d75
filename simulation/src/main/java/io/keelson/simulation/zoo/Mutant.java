package io.keelson.simulation.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/** A bug in a build of its own. */
public final class Mutant {
    private final Bug bug;
    private final SortedMap<String, byte[]> classes;

    private Mutant(Bug bug, SortedMap<String, byte[]> classes) {
        this.bug = bug;
        this.classes = classes;
    }

    /**
     * Changes our sources and compiles them.
     *
     * @throws BugFormatException if the change does not fit our sources any more
     * @throws IOException if they can't be read
     */
    public static Mutant build(Zoo zoo, Bug bug) throws BugFormatException, IOException {
        return new Mutant(bug, MutantCompiler.compile(bug, zoo.patched(bug)));
    }

    /** Returns the bug. */
    public Bug bug() {
        return bug;
    }

    /** Loads the build into this process. */
    public Subject subject() {
        return load(Subject.class, SubjectInside.class.getName());
    }

    /**
     * Loads one class of the build into this process.
     *
     * @param shared what it is on both sides
     * @param name of the class, which has a constructor without arguments
     */
    private <T> T load(Class<T> shared, String name) {
        try {
            return shared.cast(new MutantLoader(classes).loadClass(name).getConstructor().newInstance());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("the mutant " + bug.id() + " can't be loaded: " + impossible, impossible);
        }
    }

    /**
     * Writes the changed classes, for a process of their own: put the folder before all others on its class path.
     *
     * @throws IOException if they can't be written
     */
    public void writeClasses(Path folder) throws IOException {
        for (var file : classes.entrySet()) {
            Path path = folder.resolve(file.getKey().replace('.', '/') + ".class");
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
