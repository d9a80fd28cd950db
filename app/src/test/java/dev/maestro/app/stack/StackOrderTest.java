package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In which order a stack starts, fails and ends, with servers that only sleep. */
@Timeout(60)
class StackOrderTest {
    @TempDir
    private Path home;

    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    private FakeServers servers() {
        return new FakeServers(home, before);
    }

    private Stack start(StackServers servers, StackNeed need) {
        settings.put("MAESTRO_HOME", home.toString());
        return Stack.start(ConfigurationReader.read(settings, home), settings, "up", need, Duration.ZERO, Progress.SILENT, servers);
    }

    private void homeIsFree() {
        HomeLock.take(home, "test", Duration.ZERO, Progress.SILENT).close();
    }

    @Test
    void both_servers_start_side_by_side() {
        CyclicBarrier together = new CyclicBarrier(2);
        Runnable meet = () -> {
            try {
                together.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        };
        before.put("Temporal starts", meet);
        before.put("PostgreSQL starts", meet);
        FakeServers servers = servers();
        start(servers, StackNeed.WORKER).close();
        assertThat(servers.events.subList(0, 2)).containsExactlyInAnyOrder("Temporal starts", "PostgreSQL starts");
    }

    @Test
    void what_runs_is_described_with_its_process_ids_and_found_once_it_is_announced() {
        try (Stack stack = start(servers(), StackNeed.WORKER)) {
            assertThat(RunningStack.under(home)).as("not yet announced").isEmpty();
            stack.announce();
            RunningStack running = RunningStack.under(home).orElseThrow();
            assertThat(running).isEqualTo(stack.running());
            assertThat(running.command()).isEqualTo("up");
            assertThat(running.temporal().address()).isEqualTo("127.0.0.1:2");
            assertThat(running.temporal().ui()).map(Object::toString).contains("http://127.0.0.1:3");
            assertThat(running.database().jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:1/maestro");
            assertThat(stack.ownServers()).extracting(StackServers.OwnServer::pid)
                    .containsExactly(running.temporal().pid().orElseThrow(), running.database().pid().orElseThrow());
            assertThat(stack.endpoints().database().password()).isEqualTo("secret");
            assertThat(stack.endpoints().temporal()).isEqualTo("127.0.0.1:2");
        }
    }

    @Test
    void for_the_record_alone_no_temporal_is_started() {
        FakeServers servers = servers();
        try (Stack stack = start(servers, StackNeed.DATABASE)) {
            assertThat(stack.running().temporal().address()).isEmpty();
            assertThat(stack.running().temporal().pid()).isEmpty();
        }
        assertThat(servers.events).containsExactly("PostgreSQL starts", "PostgreSQL closes");
    }

    @Test
    void it_ends_with_the_file_first_then_temporal_then_the_database_and_the_lock_last() {
        before.put("Temporal closes", () -> {
            assertThat(RunningStack.file(home)).doesNotExist();
            lockIsHeld();
        });
        before.put("PostgreSQL closes", this::lockIsHeld);
        FakeServers servers = servers();
        Stack stack = start(servers, StackNeed.WORKER);
        stack.announce();
        stack.close();
        stack.close();
        assertThat(servers.events.subList(2, servers.events.size())).containsExactly("Temporal closes", "PostgreSQL closes");
        homeIsFree();
    }

    private void lockIsHeld() {
        assertThatThrownBy(this::homeIsFree).hasMessageStartingWith("STACK_RUNNING: ");
    }

    @Test
    void a_server_that_fails_to_end_keeps_nothing_else_open() {
        before.put("Temporal closes", () -> {
            throw new IllegalStateException("stuck");
        });
        FakeServers servers = servers();
        Stack stack = start(servers, StackNeed.WORKER);
        long temporal = stack.running().temporal().pid().orElseThrow();
        assertThatThrownBy(stack::close).hasMessage("stuck");
        assertThat(servers.events).endsWith("PostgreSQL closes");
        homeIsFree();
        ProcessHandle.of(temporal).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void when_one_server_cannot_be_had_the_other_is_stopped_and_the_home_is_free() {
        before.put("PostgreSQL starts", () -> {
            throw Problem.infrastructure(StackErrors.WORKER_START_FAILED, "no room", null);
        });
        FakeServers servers = servers();
        assertThatThrownBy(() -> start(servers, StackNeed.WORKER)).isInstanceOf(Problem.class).hasMessageContaining("no room");
        assertThat(servers.events).containsExactly("Temporal starts", "Temporal closes");
        homeIsFree();
    }

    @Test
    void a_start_that_is_stopped_leaves_nothing_behind() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        before.put("PostgreSQL starts", () -> {
            begun.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        FakeServers servers = servers();
        Throwable[] refused = new Throwable[1];
        boolean[] flag = new boolean[1];
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                start(servers, StackNeed.WORKER).close();
            } catch (Problem e) {
                refused[0] = e;
                flag[0] = Thread.currentThread().isInterrupted();
            }
        });
        begun.await();
        starting.interrupt();
        stopped.countDown();
        starting.join();
        assertThat(refused[0]).hasMessageStartingWith("START_INTERRUPTED: ");
        assertThat(flag[0]).as("the thread stays interrupted").isTrue();
        assertThat(servers.events).contains("Temporal closes", "PostgreSQL closes");
        homeIsFree();
    }

    @Test
    void servers_that_somebody_else_runs_are_neither_started_nor_stopped() throws Exception {
        FakeServers servers = servers();
        try (ServerSocket theirs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("MAESTRO_TEMPORAL_ADDRESS", "127.0.0.1:" + theirs.getLocalPort());
            settings.put("MAESTRO_DATABASE_URL", "jdbc:postgresql://elsewhere/maestro");
            settings.put("MAESTRO_DATABASE_USER", "somebody");
            try (Stack stack = start(servers, StackNeed.WORKER)) {
                assertThat(stack.ownServers()).isEmpty();
                assertThat(stack.running().database())
                        .isEqualTo(new RunningStack.DatabaseAddress("jdbc:postgresql://elsewhere/maestro", "somebody", Optional.empty()));
                assertThat(stack.endpoints().temporal()).isEqualTo("127.0.0.1:" + theirs.getLocalPort());
            }
        }
        assertThat(servers.events).isEmpty();
    }

    @Test
    void a_temporal_address_where_nobody_answers_is_refused_and_the_database_is_stopped() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        settings.put("MAESTRO_TEMPORAL_ADDRESS", "127.0.0.1:" + port);
        FakeServers servers = servers();
        assertThatThrownBy(() -> start(servers, StackNeed.WORKER)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("TEMPORAL_UNAVAILABLE: ").hasMessageContaining("127.0.0.1:" + port);
        assertThat(servers.events).containsExactly("PostgreSQL starts", "PostgreSQL closes");
        homeIsFree();
    }

    @Test
    void a_password_that_is_missing_leaves_the_home_free() {
        settings.put("MAESTRO_DATABASE_URL", "jdbc:postgresql://elsewhere/maestro");
        settings.put("MAESTRO_DATABASE_CREDENTIAL", "env:NOBODY_SETS_THIS");
        FakeServers servers = servers();
        assertThatThrownBy(() -> start(servers, StackNeed.DATABASE)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("CREDENTIAL_MISSING: ");
        homeIsFree();
    }

    @Test
    void a_server_is_started_again_and_announced_under_its_new_process_id_but_not_once_the_stack_is_closed() {
        FakeServers servers = servers();
        Stack stack = start(servers, StackNeed.WORKER);
        stack.announce();
        StackServers.OwnServer database = stack.ownServers().getLast();
        long before = database.pid();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        database.ended().join();
        stack.restart(database);
        assertThat(RunningStack.under(home).orElseThrow().database().pid()).contains(database.pid()).isNotEqualTo(Optional.of(before));
        stack.close();
        stack.restart(database);
        assertThat(servers.events).endsWith("Temporal closes", "PostgreSQL closes");
        assertThat(RunningStack.file(home)).doesNotExist();
    }
}
