package io.keelson.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The core imports the JDK alone, and of the JDK no I/O, no concurrency, no time, no randomness, no hash order. */
class ArchitectureTest {
    /** The order in which {@code Set.of} and {@code Map.of} iterate differs from one JVM to the next. */
    private static final DescribedPredicate<JavaCall<?>> HASH_ORDERED_FACTORY = DescribedPredicate.describe(
            "a factory of java.util.Set or java.util.Map",
            call -> (call.getTargetOwner().isEquivalentTo(Set.class) || call.getTargetOwner().isEquivalentTo(Map.class))
                    && (call.getName().equals("of") || call.getName().equals("copyOf")));

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.keelson.core");

    @Test
    void importsTheJdkAlone() {
        noClasses().should().dependOnClassesThat().resideOutsideOfPackages("io.keelson.core..", "java..").check(core);
    }

    @Test
    void touchesNoWorld() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.time..", "java.util.concurrent..")
                .check(core);
        noClasses().should().accessClassesThat().areAssignableTo(Thread.class).check(core);
        noClasses().should().accessClassesThat().areAssignableTo(System.class).check(core);
    }

    @Test
    void knowsNoRandomnessAndNoHashOrder() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(core);
        noClasses().should().dependOnClassesThat().areAssignableTo(HashMap.class).check(core);
        noClasses().should().dependOnClassesThat().areAssignableTo(HashSet.class).check(core);
        noClasses().should().callMethodWhere(HASH_ORDERED_FACTORY).check(core);
    }
}
