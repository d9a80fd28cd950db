package dev.maestro.workflows.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.maestro.skills.PlanRun;
import dev.maestro.workflows.evaluation.EvaluationWorkflowImpl;
import dev.maestro.workflows.query.QueryWorkflowImpl;
import dev.maestro.workflows.training.TrainingWorkflowImpl;
import io.temporal.workflow.WorkflowInterface;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever runs inside a workflow comes to the same commands when it is run again. */
class DeterminismTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.maestro");
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importClasses(
            Stream.concat(Stream.of(Offenders.class), nested(Offenders.class)).toArray(Class<?>[]::new));

    private static Stream<Class<?>> nested(Class<?> type) {
        return Stream.of(type.getDeclaredClasses()).flatMap(each -> Stream.concat(Stream.of(each), nested(each)));
    }

    @Test
    void no_code_that_runs_inside_a_workflow_depends_on_anything_but_its_history() {
        List<JavaClass> workflows = PROGRAM.stream()
                .filter(type -> !type.isInterface() && type.getAllRawInterfaces().stream().anyMatch(each -> each.isAnnotatedWith(
                        WorkflowInterface.class)))
                .toList();
        assertThat(workflows).extracting(JavaClass::getName)
                .containsExactlyInAnyOrder(QueryWorkflowImpl.class.getName(), EvaluationWorkflowImpl.class.getName(),
                        TrainingWorkflowImpl.class.getName());

        DeterminismGuard guard = DeterminismGuard.follow(PROGRAM, workflows);

        assertThat(guard.reached()).as("the plan interpreter runs inside workflows").contains(PlanRun.class.getName())
                .hasSizeGreaterThan(60);
        assertThat(guard.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ReadsTheClock|reads a clock: java.time.Instant.now",
        "ReadsTheClockInALambda|reads a clock: java.lang.System.currentTimeMillis",
        "ReadsTheClockByReference|reads a clock: java.lang.System.nanoTime",
        "HoldsAClock|reads a clock: java.time.Clock.systemUTC",
        "DrawsAtRandom|draws at random: java.util.Random",
        "MakesAnId|draws at random: java.util.UUID.randomUUID",
        "DrawsAtRandomBehindAnInterface|draws at random: java.lang.Math.random",
        "SortsByAMood|draws at random: java.util.Random",
        "StartsAThread|uses threads: java.lang.Thread.ofVirtual",
        "HandsWorkToAPool|uses threads: java.util.concurrent.CompletableFuture.supplyAsync",
        "Locks|uses threads: java.util.concurrent.locks.ReentrantLock.lock",
        "IsSynchronized|is synchronized",
        "CountsBesideTheHistory|uses threads: java.util.concurrent.atomic.AtomicLong.incrementAndGet",
        "ReadsAFile|does I/O: java.nio.file.Files.readString",
        "ReadsTheEnvironment|reads the environment: java.lang.System.getenv",
        "ReadsAProperty|reads the environment: java.lang.System.getProperty",
        "ReadsTheLanguage|reads the environment: java.util.Locale.getDefault",
        "Logs|writes a log that replays would write again: org.slf4j.LoggerFactory.getLogger",
        "GoesThroughAMap|goes through a collection that may be in hash order: java.util.Map.entrySet",
        "GoesThroughASet|goes through a collection that may be in hash order: java.util.Set.iterator",
        "MakesASetOfTwo|makes a collection in an order that differs from run to run: java.util.Set.of",
        "MakesAHashMap|makes a collection in hash order: java.util.HashMap",
        "CopiesASet|makes a collection in an order that differs from run to run: java.util.Set.copyOf",
        "CollectsToASet|makes a collection in hash order: java.util.HashSet",
        "GroupsInHashOrder|collects in hash order: java.util.stream.Collectors.groupingBy",
        "IndexesInHashOrder|collects in hash order: java.util.stream.Collectors.toMap",
        "ExchangesASet|is exchanged with activities and read into a set of the converter's choice",
        "ExchangesAStamp|reads a clock: java.lang.System.currentTimeMillis"
    })
    void an_offender_is_refused_however_deep_it_offends(String name, String why) {
        assertThat(violations(name)).anySatisfy(violation -> assertThat(violation).contains(why));
    }

    @ParameterizedTest
    @MethodSource
    void every_offender_is_tried(String name) throws NoSuchMethodException {
        CsvSource tried = DeterminismTest.class
                .getDeclaredMethod("an_offender_is_refused_however_deep_it_offends", String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(tried.value()).anySatisfy(line -> assertThat(line).startsWith(name + "|"));
    }

    static Stream<String> every_offender_is_tried() {
        return workflows().map(JavaClass::getSimpleName).filter(name -> !name.equals("DoesNothingWrong"));
    }

    @Test
    void what_is_in_order_and_leaves_effects_to_activities_passes() {
        assertThat(violations("DoesNothingWrong")).isEmpty();
    }

    private static List<String> violations(String name) {
        return DeterminismGuard.follow(OFFENDERS, workflows().filter(type -> type.getSimpleName().equals(name)).toList()).violations();
    }

    private static Stream<JavaClass> workflows() {
        return OFFENDERS.stream().filter(type -> !type.isInterface()
                && type.getAllRawInterfaces().stream().anyMatch(each -> each.isAnnotatedWith(WorkflowInterface.class)));
    }
}
