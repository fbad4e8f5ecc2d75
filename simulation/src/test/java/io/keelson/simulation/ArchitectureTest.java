package io.keelson.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run is a function of its schedule: nothing in the world can see a real clock, a thread, a drawn random number or a hash order. */
class ArchitectureTest {
    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.keelson.simulation");

    private static final String[] WORLD = {
        "io.keelson.simulation.world..", "io.keelson.simulation.invariant..", "io.keelson.simulation.workload..", "io.keelson.simulation.schedule.."
    };

    @Test
    void theWorldHasNoThreadsAndNoLocks() {
        noClasses().that().resideInAnyPackage(WORLD).should().dependOnClassesThat().resideInAPackage("java.util.concurrent..").check(OURS);
        noClasses().that().resideInAnyPackage(WORLD).should().dependOnClassesThat().areAssignableTo(Thread.class).check(OURS);
    }

    @Test
    void onlyTheCampaignHasThreads() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Campaign.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .check(OURS);
    }

    @Test
    void theWorldHasNoClock() {
        noClasses().should().callMethod(System.class, "nanoTime").check(OURS);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(OURS);
        noClasses().should().dependOnClassesThat().resideInAPackage("java.time..").check(OURS);
    }

    @Test
    void theWorldDrawsNoRandomNumbers() {
        noClasses().that().resideInAnyPackage(WORLD).should().dependOnClassesThat().areAssignableTo(java.util.random.RandomGenerator.class).check(OURS);
        noClasses().should().callMethod(Math.class, "random").check(OURS);
        noClasses().should().dependOnClassesThat().areAssignableTo(java.util.UUID.class).check(OURS);
        noClasses().should().callMethod(System.class, "identityHashCode", Object.class).check(OURS);
    }

    @Test
    void theWorldHasNoHashOrder() {
        noClasses().should().dependOnClassesThat().areAssignableTo(java.util.HashSet.class).check(OURS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(java.util.HashMap.class.getName())
                .check(OURS);
        noClasses().should().callMethodWhere(DescribedPredicate.describe("make a set or map in hash order", ArchitectureTest::makesHashOrder)).check(OURS);
    }

    private static boolean makesHashOrder(JavaMethodCall call) {
        boolean collection = call.getTargetOwner().isEquivalentTo(Set.class) || call.getTargetOwner().isEquivalentTo(Map.class);
        return collection && !call.getName().equals("entry") && call.getTarget().resolveMember().stream().anyMatch(m -> m.getModifiers().contains(JavaModifier.STATIC));
    }

    @Test
    void theWorldDoesNotKnowWhoRunsIt() {
        noClasses().that().resideInAPackage("io.keelson.simulation.world..").should().dependOnClassesThat().resideInAnyPackage(
                "io.keelson.simulation.workload..", "io.keelson.simulation.invariant..", "io.keelson.checker..").check(OURS);
    }
}
