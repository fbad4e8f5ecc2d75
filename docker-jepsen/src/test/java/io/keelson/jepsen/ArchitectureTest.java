package io.keelson.jepsen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The runner reaches a cluster by its public faces alone. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.keelson");

    @Test
    void onlyTheCheckerIsSeen() {
        noClasses().that().resideInAPackage("io.keelson.jepsen..").should().dependOnClassesThat()
                .resideInAnyPackage("io.keelson.core..", "io.keelson.node..", "io.keelson.kv..", "io.keelson.server..",
                        "io.keelson.simulation..", "io.keelson.spec..", "io.keelson.launcher..")
                .check(CLASSES);
    }

    @Test
    void reportsAreReadByNobodyHereButTheBrowserOfTheStore() {
        classes().that().resideInAPackage("io.keelson.jepsen.report..").should().onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.keelson.jepsen.report..", "io.keelson.jepsen.store..").check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.keelson.jepsen.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
