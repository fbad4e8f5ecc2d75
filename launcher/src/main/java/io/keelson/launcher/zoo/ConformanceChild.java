package io.keelson.launcher.zoo;

import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Certification;

/**
 * A process of its own in which a mutant's core is compared with the specification: TLC keeps itself in statics. Prints the number of pairs, and after it the first
 * difference, if there is one.
 */
final class ConformanceChild {
    private ConformanceChild() {}

    /**
     * Compares.
     *
     * @param arguments the seed, then how many pairs to compare, in growing portions
     */
    public static void main(String[] arguments) {
        long compared = 0;
        try (SpecFiles files = SpecFiles.unpack()) {
            for (int i = 1; i < arguments.length; i++) {
                Certificate certificate = Certification.run(files, Long.parseLong(arguments[0]), Long.parseLong(arguments[i]), pairs -> {});
                compared += certificate.total().compared();
                if (!certificate.agrees()) {
                    System.out.println(compared + "\n" + certificate.differences().get(0));
                    return;
                }
            }
        }
        System.out.println(compared);
    }
}
