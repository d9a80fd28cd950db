package dev.maestro.app.endtoend;

import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.TemporaryStack;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The program as {@code ask} runs it, in a folder of its own: embedded PostgreSQL, a real Temporal server, a
 * worker in this process. The {@code remote} policy asks {@link #policy}, which says what it is told to.
 */
final class LiveStack implements AutoCloseable {
    /** Far more than any of these queries needs; a busy machine is no failure. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path home;
    private final FakeExpert policy;
    private final TemporaryStack running;

    private LiveStack(Path home, FakeExpert policy, TemporaryStack running) {
        this.home = home;
        this.policy = policy;
        this.running = running;
    }

    /** @param migration an operator's file: the experts and skills of the test */
    static LiveStack start(String migration) {
        try {
            Path home = Files.createTempDirectory("maestro-end-to-end");
            Files.createDirectories(home.resolve("migrations"));
            Files.writeString(home.resolve("migrations/V0001__experts_of_the_test.sql"), migration);
            TestHomes.withDatabase(home);
            FakeExpert policy = FakeExpert.start();
            Map<String, String> environment = new HashMap<>(TestHomes.environment(home));
            environment.put("MAESTRO_POLICY_REMOTE_ENDPOINT", policy.endpoint());
            environment.put("MAESTRO_POLICY_REMOTE_MODEL", "fake-model");
            List<String> said = new ArrayList<>();
            TemporaryStack running = TemporaryStack.start(ConfigurationReader.read(environment, home), environment, StackNeed.WORKER,
                    said::add);
            if (said.stream().anyMatch(line -> line.startsWith("REVISION_REJECTED"))) {
                running.close();
                throw new IllegalArgumentException(String.join("\n", said));
            }
            return new LiveStack(home, policy, running);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the policy writes in its next turns. */
    LiveStack policyWrites(String... turns) {
        policy.next(Stream.of(turns).map(Script::answer).toArray(Script[]::new));
        return this;
    }

    static String call(String expert, String skill) {
        return "<think>Somebody must look.</think><search>" + expert + "@@" + skill + ": what does it say?</search>";
    }

    static String answer(String text) {
        return "<think>That is enough.</think><answer>" + text + "</answer>";
    }

    FakeExpert policy() {
        return policy;
    }

    /** Where its servers are, for a client of its own. */
    Endpoints endpoints() {
        return running.endpoints();
    }

    Queries queries() {
        return running.queries();
    }

    void submit(String id) {
        submit(id, new Limits(5, 200_000, 1_000_000, 300_000));
    }

    void submit(String id, Limits limits) {
        running.queries().submit(new QueryInput(id, "What does it say?", List.of(), Profile.DEFAULT, "remote", limits, 0));
    }

    QueryResult ended(String id) {
        return running.queries().await(id, PATIENCE).orElseThrow(() -> new AssertionError("query " + id + " still runs: " + audit(id)));
    }

    QueryResult ask(String id) {
        submit(id);
        return ended(id);
    }

    /** Waits until the query's live state is as wanted. */
    QueryState reaches(String id, Predicate<QueryState> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<QueryState> state = queries().state(id);
            if (state.filter(wanted).isPresent()) {
                return state.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("query " + id + " did not get there: " + state);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    Audit audit(String id) {
        return running.history().audit(id).orElseThrow();
    }

    /** What the policy was told of the call before: the last message of its latest turn. */
    String policyWasTold() {
        return policy.last().body().path("messages").findValuesAsText("content").getLast();
    }

    @Override
    public void close() {
        running.close();
        policy.close();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
