package io.keelson.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Above the ports there is no thread, no clock, no randomness, no hash order: the simulator runs it as it is. Below them is everything else. */
class ArchitectureTest {
    private static final String[] BELOW_THE_PORTS = {
        "io.keelson.node.runtime..", "io.keelson.node.netty..", "io.keelson.node.metrics..", "io.keelson.node.tls.."
    };

    /** The order in which {@code Set.of} and {@code Map.of} iterate differs from one JVM to the next. */
    private static final DescribedPredicate<JavaCall<?>> HASH_ORDERED_FACTORY = DescribedPredicate.describe(
            "a factory of java.util.Set or java.util.Map",
            call -> (call.getTargetOwner().isEquivalentTo(Set.class) || call.getTargetOwner().isEquivalentTo(Map.class))
                    && (call.getName().equals("of") || call.getName().equals("copyOf") || call.getName().equals("ofEntries")));

    private static final JavaClasses NODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.keelson.node");
    private static final JavaClasses ABOVE_PORTS =
            NODE.that(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(BELOW_THE_PORTS)));

    @Test
    void importsTheCoreAndItsLibrariesAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keelson.core..", "io.keelson.node..", "java..", "javax..", "io.netty..", "io.micrometer..")
                .check(NODE);
    }

    @Test
    void aboveThePortsIsNothingBelowThem() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BELOW_THE_PORTS)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.micrometer..")
                .check(ABOVE_PORTS);
    }

    @Test
    void aboveThePortsIsNoWorld() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.time..", "java.util.concurrent..", "javax..")
                .check(ABOVE_PORTS);
        noClasses().should().accessClassesThat().areAssignableTo(Thread.class).check(ABOVE_PORTS);
        noClasses().should().accessClassesThat().areAssignableTo(System.class).check(ABOVE_PORTS);
    }

    @Test
    void aboveThePortsIsNoRandomnessAndNoHashOrder() {
        for (Class<?> banned : new Class<?>[] {
            Random.class, SplittableRandom.class, RandomGenerator.class, UUID.class, HashMap.class, HashSet.class
        }) {
            noClasses().should().dependOnClassesThat().areAssignableTo(banned).check(ABOVE_PORTS);
        }
        noClasses().should().callMethod(Math.class, "random").check(ABOVE_PORTS);
        noClasses().should().callMethodWhere(HASH_ORDERED_FACTORY).check(ABOVE_PORTS);
    }

    @Test
    void onlyTheTransportKnowsNettyAndOnlyTheMetricsKnowMicrometer() {
        noClasses().that().resideOutsideOfPackage("io.keelson.node.netty..").should().dependOnClassesThat().resideInAPackage("io.netty..").check(NODE);
        noClasses().that().resideOutsideOfPackage("io.keelson.node.metrics..").should().dependOnClassesThat().resideInAPackage("io.micrometer..").check(NODE);
    }
}
