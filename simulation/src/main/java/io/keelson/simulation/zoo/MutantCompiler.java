package io.keelson.simulation.zoo;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles changed sources in memory, against the classes of this process. */
final class MutantCompiler {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    /** One for all bugs, since it knows by then what the class path holds; used by one thread at a time. */
    private static final StandardJavaFileManager CLASS_PATH = JAVAC == null ? null : JAVAC.getStandardFileManager(null, null, null);

    private MutantCompiler() {}

    /**
     * Compiles.
     *
     * @param bug for messages
     * @param sources by path
     * @return the class files, by binary name
     * @throws BugFormatException if javac refuses the sources
     */
    static synchronized SortedMap<String, byte[]> compile(Bug bug, SortedMap<String, String> sources) throws BugFormatException {
        if (JAVAC == null) {
            throw new BugFormatException("the zoo needs a JDK: this Java has no compiler");
        }
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((path, text) -> units.add(new SourceText(path, text)));
        StringWriter complaints = new StringWriter();
        InMemory files = new InMemory(CLASS_PATH);
        List<String> options = List.of("-proc:none", "-nowarn", "-g", "-classpath", System.getProperty("java.class.path"));
        if (!JAVAC.getTask(complaints, files, null, options, null, units).call()) {
            throw new BugFormatException("zoo/" + bug.id() + ".bug does not compile any more:\n" + complaints);
        }
        SortedMap<String, byte[]> classes = new TreeMap<>();
        files.written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final TreeMap<String, ByteArrayOutputStream> written = new TreeMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            written.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
