package dev.maestro.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house as it is drawn: arrows point down only, siblings do not know each other, workflows only decide. */
class ArchitectureTest {
    private static JavaClasses program;

    @BeforeAll
    static void read() {
        ImportOption noTestJars = location -> !location.contains("-tests.jar");
        program = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(noTestJars)
                .importPackages("dev.maestro");
        assertThat(program).as("all modules are looked at").hasSizeGreaterThan(200);
    }

    @Test
    void arrows_between_modules_point_down_only() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("app").definedBy("dev.maestro.app..")
                .layer("workflows").definedBy("dev.maestro.workflows..")
                .layer("activities").definedBy("dev.maestro.activities..")
                .layer("policy").definedBy("dev.maestro.policy..")
                .layer("skills").definedBy("dev.maestro.skills..")
                .layer("experts").definedBy("dev.maestro.experts..")
                .layer("rules").definedBy("dev.maestro.rules..")
                .layer("registry").definedBy("dev.maestro.registry..")
                .whereLayer("app").mayNotBeAccessedByAnyLayer()
                .whereLayer("workflows").mayOnlyBeAccessedByLayers("app")
                .whereLayer("activities").mayOnlyBeAccessedByLayers("workflows", "app")
                .whereLayer("policy").mayOnlyBeAccessedByLayers("activities", "workflows", "app")
                .whereLayer("skills").mayOnlyBeAccessedByLayers("activities", "workflows", "app")
                .whereLayer("experts").mayOnlyBeAccessedByLayers("activities", "workflows", "app")
                .whereLayer("rules").mayOnlyBeAccessedByLayers("activities", "workflows", "app")
                .whereLayer("registry").mayOnlyBeAccessedByLayers("rules", "experts", "skills", "policy", "activities", "workflows", "app")
                .check(program);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching("dev.maestro.(*)..").should().beFreeOfCycles().check(program);
    }

    @Test
    void the_packages_of_the_application_form_no_cycles() {
        slices().matching("dev.maestro.app.(**)").should().beFreeOfCycles().check(program.that(resideInAPackage("dev.maestro.app..*")));
    }

    @Test
    void workflow_code_uses_no_clock_thread_randomness_or_outside_world() {
        noClasses().that().implement(resideInAPackage("dev.maestro.workflows..")).or().haveSimpleNameEndingWith("WorkflowImpl")
                .should().dependOnClassesThat(resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.net..", "java.sql..", "javax.sql..", "java.util.concurrent.locks..", "org.drools..", "org.kie..", "io.vertx.."))
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "getenv", String.class)
                .orShould().callMethod(java.time.Instant.class, "now")
                .orShould().callMethod(java.util.UUID.class, "randomUUID")
                .orShould().callMethod(Math.class, "random")
                .orShould().callMethod(Thread.class, "sleep", long.class)
                .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.util.concurrent.Executor.class)
                .check(program);
    }

    @Test
    void nobody_but_the_wiring_and_the_stack_knows_the_temporal_server_side() {
        noClasses().that(not(resideInAnyPackage("dev.maestro.app..", "dev.maestro.workflows..", "dev.maestro.activities..", "dev.maestro.benchmarks..")))
                .should().dependOnClassesThat(resideInAPackage("io.temporal.."))
                .check(program);
    }

    @Test
    void nobody_prints_past_the_terminal() {
        noClasses().that(not(resideInAnyPackage("dev.maestro.app.cli..", "dev.maestro.benchmarks.."))).should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .because("what a program prints is its interface, and what it notes belongs into the log")
                .check(program);
    }

    @Test
    void every_package_says_what_it_is_and_takes_null_for_an_exception() {
        classes().that().haveSimpleName("package-info").should().beAnnotatedWith(org.jspecify.annotations.NullMarked.class).check(program);
    }
}
