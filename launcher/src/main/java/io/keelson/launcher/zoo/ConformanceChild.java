package io.keelson.launcher.zoo;

import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Certification;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process of its own in which a mutant's core is compared with the specification: TLC keeps itself in statics. It says by its exit code what came of it; any
 * other code than these is no answer.
 */
final class ConformanceChild {
    /** All steps agree; the number of pairs is printed. */
    static final int AGREES = 0;
    /** A step differs; the number of pairs is printed, and after it the difference. */
    static final int DIFFERS = 3;
    /** A step of the core does not come to an end, or an assertion of the core fails; the error is printed. */
    static final int BREAKS_OFF = 4;

    private static final String CORE = "io.keelson.core.";

    private ConformanceChild() {}

    /**
     * Compares.
     *
     * @param arguments the seed, then how many pairs to compare, in growing portions
     */
    public static void main(String[] arguments) {
        try {
            System.exit(compare(arguments));
        } catch (RuntimeException | AssertionError e) {
            Throwable failure = rootOf(e);
            if (!isOfTheCore(failure)) {
                throw e;
            }
            System.out.println(failure);
            Arrays.stream(failure.getStackTrace()).limit(12).forEach(frame -> System.out.println("    at " + frame));
            System.exit(BREAKS_OFF);
        }
    }

    private static int compare(String[] arguments) {
        long compared = 0;
        try (SpecFiles files = SpecFiles.unpack()) {
            for (int i = 1; i < arguments.length; i++) {
                Certificate certificate = Certification.run(files, Long.parseLong(arguments[0]), Long.parseLong(arguments[i]), pairs -> {});
                compared += certificate.total().compared();
                if (!certificate.agrees()) {
                    System.out.println(compared + "\n" + certificate.differences().get(0));
                    return DIFFERS;
                }
            }
        }
        System.out.println(compared);
        return AGREES;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Says whether the core threw it, or called what did: a list's complaint of an index is the core's. Whatever else breaks is a defect of the net. */
    static boolean isOfTheCore(Throwable failure) {
        Optional<String> first = Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.")).findFirst();
        return first.isPresent() && first.get().startsWith(CORE);
    }
}
