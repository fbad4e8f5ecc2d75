package io.keelson.kv;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What would make two replicas differ is not used: time, randomness, threads, hash order. The off-heap store alone touches files. */
final class DeterminismTest {
    private static final ArchRule RULE = noClasses()
            .that()
            .doNotBelongToAnyOf(ChronicleRevisionStore.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "java.time..", "java.io..", "java.nio.file..", "net.openhft..")
                    .or(belongToAnyOf(
                            HashMap.class, HashSet.class, Random.class, ThreadLocalRandom.class, UUID.class, Thread.class)))
            .orShould()
            .callMethodWhere(target(owner(belongToAnyOf(System.class)))
                    .and(target(name("nanoTime").or(name("currentTimeMillis")).or(name("identityHashCode")))))
            .orShould()
            .callMethodWhere(target(owner(belongToAnyOf(Map.class, Set.class)))
                    .and(target(name("of").or(name("copyOf")).or(name("ofEntries")))));

    private static JavaClasses classes(Class<?>... more) {
        return new ClassFileImporter().importClasses(more);
    }

    @Test
    void theStateMachineIsDeterministicByConstruction() {
        RULE.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.keelson.kv"));
    }

    @Test
    void theRuleCatchesWhatItForbids() {
        assertThrows(AssertionError.class, () -> RULE.check(classes(ReadsTheClock.class)));
        assertThrows(AssertionError.class, () -> RULE.check(classes(UsesHashOrder.class)));
    }

    static final class ReadsTheClock {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class UsesHashOrder {
        Object set() {
            return Set.of(1, 2);
        }
    }
}
