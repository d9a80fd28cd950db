package dev.maestro.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The house as it is drawn. That modules know only those below them, the build itself sees to; here are the rules that
 * it does not know: no cycle between packages, one name for one thing, and what only some rooms may touch.
 */
class ArchitectureTest {
    private static JavaClasses program;

    @BeforeAll
    static void read() {
        ImportOption noTestJars = location -> !location.contains("-tests.jar") && !location.contains("/maestro-testing")
                && !location.contains("/testing/target/");
        program = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(noTestJars)
                .importPackages("dev.maestro");
        assertThat(program).as("all modules are looked at").hasSizeGreaterThan(800);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching("dev.maestro.(**)").should().beFreeOfCycles().check(program);
    }

    @Test
    void no_two_classes_share_a_simple_name() {
        Map<String, List<String>> named = new TreeMap<>();
        for (JavaClass each : program) {
            if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
                named.computeIfAbsent(each.getSimpleName(), _ -> new ArrayList<>()).add(each.getName());
            }
        }
        assertThat(named.values()).as("one name for one thing").noneMatch(classes -> classes.size() > 1);
    }

    @Test
    void opencv_and_onnx_live_with_the_readers_only() {
        noClasses().that(not(resideInAPackage("dev.maestro.readers..")))
                .should().dependOnClassesThat(resideInAnyPackage("org.opencv..", "ai.onnxruntime..", "dev.langchain4j.."))
                .check(program);
    }

    @Test
    void pytorch_lives_with_the_inference_only() {
        noClasses().that(not(resideInAnyPackage("dev.maestro.inference..", "dev.maestro.training.torch..")))
                .should().dependOnClassesThat(resideInAPackage("ai.djl.."))
                .check(program);
    }

    @Test
    void who_looks_at_pixels_and_holds_models_is_found_and_never_named() {
        noClasses()
                .that(not(resideInAnyPackage("dev.maestro.readers..", "dev.maestro.inference..", "dev.maestro.policylocal..",
                        "dev.maestro.training..",
                        "dev.maestro.benchmarks..")))
                .should().dependOnClassesThat(resideInAnyPackage("dev.maestro.readers..", "dev.maestro.inference..",
                        "dev.maestro.policylocal..", "dev.maestro.training.."))
                .because("a worker that only asks model servers is started without them (MAESTRO_SLIM)")
                .check(program);
    }

    @Test
    void nobody_but_the_wiring_and_the_stack_knows_the_temporal_server_side() {
        noClasses()
                .that(not(resideInAnyPackage("dev.maestro.app..", "dev.maestro.workflows..", "dev.maestro.activities..",
                        "dev.maestro.training.run..", "dev.maestro.training.questions..", "dev.maestro.benchmarks..")))
                .should().dependOnClassesThat(resideInAPackage("io.temporal.."))
                .check(program);
    }

    @Test
    void nobody_prints_past_the_terminal() {
        noClasses().that(not(resideInAnyPackage("dev.maestro.app.cli..", "dev.maestro.benchmarks.."))).should()
                .accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .because("what a program prints is its interface, and what it notes belongs into the log")
                .check(program);
    }

    @Test
    void every_package_says_what_it_is_and_takes_null_for_an_exception() {
        classes().that().haveSimpleName("package-info").should().beAnnotatedWith(org.jspecify.annotations.NullMarked.class).check(program);
    }
}
