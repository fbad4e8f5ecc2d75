package io.keelson.checker;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checker knows no Raft, its rooms depend on each other one way, and only two of them know Clojure. */
class ArchitectureTest {
    private static JavaClasses checker;

    @BeforeAll
    static void read() {
        checker = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.keelson.checker");
        assertFalse(checker.isEmpty());
    }

    @Test
    void importsNothingElseOfOurs() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage("io.keelson.checker..", "java..", "clojure..").check(checker);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.keelson.checker.(*)..").should().beFreeOfCycles().check(checker);
    }

    @Test
    void judgingNeedsNoClojure() {
        noClasses().that().resideInAnyPackage("io.keelson.checker.engine..", "io.keelson.checker.model..", "io.keelson.checker.report..")
            .should().dependOnClassesThat().resideInAnyPackage("clojure..").check(checker);
    }

    @Test
    void theEngineReadsNoClockOfItsOwn() {
        noClasses().that().resideInAPackage("io.keelson.checker.engine..").and().doNotHaveSimpleName("Budget")
            .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis").check(checker);
    }
}
