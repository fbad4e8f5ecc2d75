package io.keelson.checker.knossos;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One Clojure runtime with Knossos in it. All goes through reflection, and only classes of the JDK cross over, so that the runtime
 * may have a class loader of its own and a Clojure of its own.
 */
final class KnossosBridge {
    private static final String HOW_TO_GET_IT =
        "build with mvn -Pknossos, or name the jars of Knossos and all it needs (Clojure, too) as the Knossos class path";

    /**
     * From algorithm, model name, initial value, events and time limit to [valid? cause index-of-failing-op]; nil is a value of its own.
     *
     * <p>Two traps are handled here. Knossos knows the verdict long before it has put its counterexample together, which takes as long as
     * there are permutations of what is open: the function that does so is replaced, since only the verdict is wanted. And a search goes
     * on when its time is over: it is told to stop.
     */
    private static final String ANALYZE = """
        (do
          (when-let [paths (find-var (symbol "knossos.analysis" "final-paths-for-config"))]
            (alter-var-root paths (constantly (fn [& _] #{}))))
          (fn [algorithm model initial events limit]
            (let [value   (clojure.edn/read-string initial)
                  start   (case model
                            "register"        (knossos.model/register value)
                            "cas-register"    (knossos.model/cas-register value)
                            "multi-register"  (knossos.model/multi-register value)
                            "mutex"           (knossos.model/mutex)
                            "queue"           (knossos.model/fifo-queue)
                            "unordered-queue" (knossos.model/unordered-queue))
                  history (clojure.edn/read-string events)
                  search  (case algorithm
                            "linear" (knossos.linear/start-analysis start history)
                            "wgl"    (knossos.wgl/start-analysis start history)
                            (knossos.search/competition {:linear (knossos.linear/start-analysis start history)
                                                         :wgl    (knossos.wgl/start-analysis start history)}))
                  result  (try
                            (knossos.search/run search (if limit {:time-limit limit} {}))
                            (finally (knossos.search/abort! search :over)))]
              [(str (:valid? result)) (str (:cause result)) (get-in result [:op :index])])))
        """;

    private final ClassLoader loader;
    private final Object analyze;

    private KnossosBridge(ClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        this.analyze = inContext(loader, () -> {
            for (String namespace : List.of("clojure.edn", "knossos.analysis", "knossos.search", "knossos.linear", "knossos.wgl", "knossos.model")) {
                invoke(loader, clojure(loader, "var", "clojure.core", "require"), clojure(loader, "read", namespace));
            }
            return invoke(loader, clojure(loader, "var", "clojure.core", "eval"), clojure(loader, "read", ANALYZE));
        });
    }

    /** @throws KnossosUnavailableException where Knossos is not on the class path of this module */
    static KnossosBridge onClassPath() {
        return from(System.getProperty("java.class.path"), "Knossos is not on the class path");
    }

    /** @throws KnossosUnavailableException where an entry is missing, or Knossos is not there */
    static KnossosBridge from(String classPath) {
        return from(classPath, "Knossos is not in " + classPath);
    }

    private static KnossosBridge from(String classPath, String otherwise) {
        List<URL> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                throw new KnossosUnavailableException("the Knossos class path names " + entry + ", which does not exist");
            }
            try {
                entries.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new KnossosUnavailableException("the Knossos class path names " + entry + ", which is no file");
            }
        }
        // The loader lives as long as the process: Clojure loads from it whenever it likes.
        ClassLoader loader = new URLClassLoader(entries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        return load(loader, otherwise);
    }

    private static KnossosBridge load(ClassLoader loader, String otherwise) {
        try {
            return new KnossosBridge(loader);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage().lines().findFirst().orElse("");
            throw new KnossosUnavailableException(shortened(otherwise) + " (" + detail + "); " + HOW_TO_GET_IT);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 197) + "...";
    }

    /**
     * Runs the analysis on the calling thread.
     *
     * @param algorithm   competition, linear or wgl
     * @param limitMillis the time limit, or null for none
     * @return validity, cause (empty where there is none), and the index of the failing event or null
     */
    List<?> analyze(String algorithm, String model, String initial, String events, Long limitMillis) throws ReflectiveOperationException {
        return (List<?>) inContext(loader, () -> invoke(loader, analyze, algorithm, model, initial, events, limitMillis));
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    /** Clojure loads code through the context class loader. */
    private static Object inContext(ClassLoader loader, Call call) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Calls {@code clojure.java.api.Clojure.read} or {@code .var}. */
    private static Object clojure(ClassLoader loader, String method, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, method.equals("read") ? String.class : Object.class);
        return loader.loadClass("clojure.java.api.Clojure").getMethod(method, types).invoke(null, arguments);
    }

    private static Object invoke(ClassLoader loader, Object function, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, Object.class);
        Method invoke = loader.loadClass("clojure.lang.IFn").getMethod("invoke", types);
        try {
            return invoke.invoke(function, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof VirtualMachineError error) {
                throw error;
            }
            throw e;
        }
    }
}
