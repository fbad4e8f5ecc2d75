package io.keelson.simulation.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;

/**
 * Loads our classes once more, the changed ones in place of the real ones, so that the two builds do not know of each other. What both sides speak in stays shared:
 * schedules, histories and this package.
 */
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.keelson.";
    private static final String[] SHARED = {"io.keelson.simulation.schedule.", "io.keelson.simulation.zoo.", "io.keelson.checker."};

    private final SortedMap<String, byte[]> changed;

    MutantLoader(SortedMap<String, byte[]> changed) {
        super("mutant", MutantLoader.class.getClassLoader());
        this.changed = changed;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (isShared(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private static boolean isShared(String name) {
        if (!name.startsWith(OURS)) {
            return true;
        }
        if (name.startsWith(SubjectInside.class.getName())) {
            return false;
        }
        for (String shared : SHARED) {
            if (name.startsWith(shared)) {
                return true;
            }
        }
        return false;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.containsKey(name) ? changed.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
