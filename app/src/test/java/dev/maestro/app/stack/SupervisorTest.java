package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes back, after which pause, and what stays away; with servers and workers that are shells. */
@Timeout(60)
class SupervisorTest {
    private static final String LIVES = "exec sleep 600";
    private static final String DIES = "exit 1";

    @TempDir
    private Path home;

    private final Map<String, Runnable> before = new HashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ClockWithoutPauses clock = new ClockWithoutPauses();
    private final ShellLauncher launcher = new ShellLauncher();
    private FakeServers servers;
    private Stack stack;
    private Supervisor supervisor;

    /** Waits for nothing, and keeps how long it should have waited. */
    private static final class ClockWithoutPauses extends ScheduledThreadPoolExecutor {
        final List<Duration> pauses = new CopyOnWriteArrayList<>();
        /** Whether what is scheduled never comes. */
        volatile boolean stands;

        ClockWithoutPauses() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            pauses.add(Duration.of(delay, unit.toChronoUnit()));
            return super.schedule(work, stands ? 1 : 0, TimeUnit.HOURS);
        }
    }

    private final class ShellLauncher implements WorkerLauncher {
        final AtomicInteger started = new AtomicInteger();
        /** Of the starts to come, those that fail. */
        final AtomicInteger failing = new AtomicInteger();
        volatile String command = LIVES;

        @Override
        public Tethered start(int number) {
            started.incrementAndGet();
            if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw Problem.infrastructure(StackErrors.WORKER_START_FAILED, "no process to be had", null);
            }
            return FakeServers.child(home, command);
        }

        @Override
        public Optional<String> lastRefusal(int number) {
            return Optional.of("refusal of worker " + number);
        }
    }

    @BeforeEach
    void start() {
        servers = new FakeServers(home, before);
        stack = Stack.start(ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home), Map.of(), "up", StackNeed.WORKER,
                Duration.ZERO, Progress.SILENT, servers);
        supervisor = new Supervisor(stack, launcher, said::add, clock, now::get);
    }

    @AfterEach
    void close() {
        supervisor.close();
        stack.close();
    }

    /** Kills a worker, and waits until all are there again. */
    private void workerDiesAndComesBack() {
        Eventually.that("a worker lives", () -> !supervisor.workerPids().isEmpty());
        int count = supervisor.workerPids().size();
        long victim = supervisor.killWorker().orElseThrow();
        Eventually.that("a worker takes the place of " + victim,
                () -> supervisor.workerPids().size() == count && !supervisor.workerPids().contains(victim));
    }

    private void serverDiesAndComesBack(StackServers.OwnServer server) {
        long victim = server.pid();
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        Eventually.that(server.name() + " runs again", () -> server.pid() != victim);
    }

    private List<Long> announcedWorkers() {
        return RunningStack.under(home).orElseThrow().workers();
    }

    @Test
    void workers_are_announced_with_the_stack() {
        supervisor.start(3);
        assertThat(supervisor.workerPids()).hasSize(3).doesNotHaveDuplicates().isEqualTo(announcedWorkers());
        assertThat(clock.pauses).as("nobody had to be brought back").isEmpty();
    }

    @Test
    void a_worker_that_dies_is_started_again_in_its_place_and_announced() {
        supervisor.start(2);
        List<Long> first = supervisor.workerPids();
        workerDiesAndComesBack();
        List<Long> second = supervisor.workerPids();
        assertThat(second.get(0)).isNotEqualTo(first.get(0));
        assertThat(second.get(1)).as("the other one goes on").isEqualTo(first.get(1));
        Eventually.that("others are told", () -> announcedWorkers().equals(second));
        assertThat(said).containsExactly("worker 1 (pid " + first.get(0) + ", status 137) ended; starting it again");
    }

    @Test
    void pauses_double_up_to_half_a_minute_while_a_worker_dies_of_its_start() {
        launcher.command = DIES;
        supervisor.start(1);
        Eventually.that("it was started ten times", () -> clock.pauses.size() >= 10);
        assertThat(clock.pauses.subList(0, 10)).extracting(Duration::toMillis)
                .containsExactly(300L, 600L, 1_200L, 2_400L, 4_800L, 9_600L, 19_200L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void who_lived_long_comes_back_after_the_first_pause_again() {
        supervisor.start(1);
        workerDiesAndComesBack();
        workerDiesAndComesBack();
        workerDiesAndComesBack();
        now.updateAndGet(time -> time.plusSeconds(31));
        workerDiesAndComesBack();
        workerDiesAndComesBack();
        assertThat(clock.pauses).extracting(Duration::toMillis).containsExactly(300L, 600L, 1_200L, 300L, 600L);
    }

    @Test
    void a_worker_that_refuses_its_settings_says_why() {
        launcher.command = "exit " + ExitCode.BAD_INPUT.code();
        supervisor.start(1);
        Eventually.that("the refusal is told", () -> said.contains("worker 1 does not start: refusal of worker 1"));
    }

    @Test
    void when_no_process_can_be_had_it_is_tried_again_and_people_are_told() {
        supervisor.start(1);
        launcher.failing.set(2);
        workerDiesAndComesBack();
        assertThat(launcher.started).hasValue(4);
        assertThat(said).filteredOn(line -> line.endsWith("WORKER_START_FAILED: no process to be had")).hasSize(2);
        assertThat(clock.pauses).isSorted();
    }

    @Test
    void when_a_worker_cannot_even_start_once_the_caller_is_told_and_closing_ends_the_others() {
        Supervisor failing = new Supervisor(stack, new WorkerLauncher() {
            @Override
            public Tethered start(int number) {
                if (number == 2) {
                    throw Problem.infrastructure(StackErrors.WORKER_START_FAILED, "no process to be had", null);
                }
                return launcher.start(number);
            }

            @Override
            public Optional<String> lastRefusal(int number) {
                return Optional.empty();
            }
        }, said::add, new ClockWithoutPauses(), now::get);
        assertThatThrownBy(() -> failing.start(2)).hasMessageStartingWith("WORKER_START_FAILED: ");
        ProcessHandle first = ProcessHandle.of(failing.workerPids().getFirst()).orElseThrow();
        failing.close();
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void servers_that_die_come_back_and_are_announced_each_with_pauses_of_its_own() {
        supervisor.start(0);
        StackServers.OwnServer temporal = stack.ownServers().getFirst();
        StackServers.OwnServer database = stack.ownServers().getLast();
        serverDiesAndComesBack(temporal);
        serverDiesAndComesBack(temporal);
        serverDiesAndComesBack(database);
        assertThat(clock.pauses).extracting(Duration::toMillis).containsExactly(300L, 600L, 300L);
        assertThat(said).containsExactly("Temporal ended; starting it again", "Temporal ended; starting it again",
                "PostgreSQL ended; starting it again");
        Eventually.that("others are told", () -> RunningStack.under(home).orElseThrow().equals(stack.running()));
        assertThat(stack.running().database().pid()).contains(database.pid());
        assertThat(stack.running().temporal().pid()).contains(temporal.pid());
    }

    @Test
    void a_server_whose_restart_fails_is_tried_again_and_watched_as_before() {
        AtomicInteger failures = new AtomicInteger(2);
        before.put("Temporal starts again", () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("port taken");
            }
        });
        supervisor.start(0);
        StackServers.OwnServer temporal = stack.ownServers().getFirst();
        serverDiesAndComesBack(temporal);
        serverDiesAndComesBack(temporal);
        assertThat(said).filteredOn("Temporal: port taken"::equals).hasSize(2);
    }

    @Test
    void what_waits_for_its_restart_when_all_is_closed_stays_away() {
        supervisor.start(1);
        clock.stands = true;
        supervisor.killWorker();
        Eventually.that("the restart is planned", () -> !clock.pauses.isEmpty());
        assertThat(supervisor.killWorker()).as("nobody is left to kill").isEmpty();
        supervisor.close();
        assertThat(clock.getQueue()).isEmpty();
        assertThat(launcher.started).hasValue(1);
        assertThat(servers.events).as("the stack is the caller's to close").doesNotContain("Temporal closes", "PostgreSQL closes");
    }

    @Test
    void closing_ends_every_worker_before_it_returns_and_brings_none_back() {
        supervisor.start(3);
        List<ProcessHandle> children = supervisor.workerPids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
        supervisor.close();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(supervisor.workerPids()).isEmpty();
        assertThat(clock.pauses).isEmpty();
        assertThat(launcher.started).hasValue(3);
    }
}
