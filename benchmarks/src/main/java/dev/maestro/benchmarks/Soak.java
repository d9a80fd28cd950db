package dev.maestro.benchmarks;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.workflows.query.QueryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs queries on a whole stack while its parts are killed, stopped and taken away, and checks what was promised.
 *
 * <p>{@code Soak --queries N --blows K --seed S [--workers W] [--pause SECONDS]}. Prints one summary line; ends with 0 only if
 * every promise was kept.
 */
public final class Soak {
    private static final Pattern TAG = Pattern.compile("\\[(soak-[0-9]+)\\]");
    private static final Pattern VALUE = Pattern.compile("The value is ([0-9]+)");
    private static final Limits LIMITS = new Limits(6, 1_000_000, 1_000_000, 900_000);
    /** After the last blow; longer than the longest wait in the program. */
    private static final Duration LAST = Duration.ofMinutes(8);

    private Soak() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Long> options = new HashMap<>(Map.of("--queries", 200L, "--blows", 12L, "--seed", 1L, "--workers", 2L, "--pause", 8L));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], Long.parseLong(arguments[i + 1]));
        }
        System.exit(run(options) ? 0 : 1);
    }

    /** What a query is to answer: nobody can guess it. */
    private static String right(String id) {
        return String.valueOf(100_000 + Math.floorMod(id.hashCode() * 31L, 900_000));
    }

    private static String tag(String body) {
        Matcher tag = TAG.matcher(body);
        return tag.find() ? tag.group(1) : "soak-0";
    }

    private static String expertSays(String body) {
        String value = right(tag(body));
        return "The value is " + value + "\n\nThe value is " + value;
    }

    private static String policySays(String body) {
        Matcher value = VALUE.matcher(body);
        return value.find()
                ? "<think>That is enough.</think><answer>" + value.group(1) + "</answer>"
                : "<think>Somebody must look.</think><search>Soak-Expert@@Soak_Skill: what is the value of [" + tag(body) + "]?</search>";
    }

    private static boolean run(Map<String, Long> options) throws IOException {
        long seed = options.get("--seed");
        Path home = Files.createTempDirectory("maestro-soak");
        try (SoakServer policy = new SoakServer(seed, Soak::policySays); SoakServer expert = new SoakServer(seed + 1, Soak::expertSays)) {
            Configuration configuration = configured(home, policy, expert);
            try (Stack stack = Stack.start(configuration, Map.of(), "soak", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
                    ConnectedServices services = new ConnectedServices(stack.endpoints());
                    Supervisor supervisor = new Supervisor(stack, configuration, Progress.SILENT)) {
                services.migrate(configuration.migrations(), System.err::println);
                supervisor.start(Math.toIntExact(options.get("--workers")));
                services.awaitWorkers(Duration.ofMinutes(2));
                List<String> queries = new ArrayList<>();
                for (long i = 1; i <= options.get("--queries"); i++) {
                    queries.add("soak-" + i);
                }
                long begun = System.nanoTime();
                CompletableFuture<Void> submitting = CompletableFuture.runAsync(() -> submit(services, queries, options),
                        task -> Thread.ofPlatform().daemon().start(task));
                SoakBlows blows = new SoakBlows(stack, supervisor, policy, expert, seed);
                for (long blow = 1; blow <= options.get("--blows"); blow++) {
                    LockSupport.parkNanos(Duration.ofSeconds(options.get("--pause")).toNanos());
                    System.err.println("blow " + blow + ": " + blows.strike());
                }
                submitting.join();
                until(LAST, () -> ended(services, queries));
                long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                return check(stack, services, queries, options, List.of(policy, expert), seconds);
            }
        }
    }

    private static Configuration configured(Path home, SoakServer policy, SoakServer expert) throws IOException {
        Files.createDirectories(home.resolve("migrations"));
        Files.writeString(home.resolve("migrations/V0001__soak.sql"), """
                insert into experts (name, endpoint, model, capabilities, description, connect_timeout_ms, first_byte_timeout_ms,
                                     total_timeout_ms, expected_latency_ms, max_concurrency, micros_per_call)
                values ('Soak-Expert', '%s', '%s', '{answer}', 'Knows the value.', 1000, 20000, 30000, 100, 64, 7);
                insert into skills (name, level, description, min_images, plan)
                values ('Soak_Skill', 1, 'Asks once.', 0, '{"steps": [{"id": "answer", "kind": "ask", "prompt": "soak", "parser": "last_line"}], "observation": {"from": ["answer"]}}');
                insert into prompts (name, template) values ('soak', 'Question: {{question}}');
                insert into expert_skills (expert, skill) values ('Soak-Expert', 'Soak_Skill');
                """.formatted(expert.endpoint(), SoakServer.MODEL));
        Path program = new TemporalBinary(Optional.empty(), Path.of(System.getProperty("user.home"), ".maestro", "cache"), Progress.SILENT)
                .obtain().program();
        // A file and not the environment: the workers are processes of their own.
        Files.writeString(home.resolve("maestro.properties"), """
                policy.remote.endpoint = %s
                policy.remote.model = %s
                temporal.binary = %s
                """.formatted(policy.endpoint(), SoakServer.MODEL, program));
        return ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home);
    }

    /** Spread over the blows. A server that is away just now is met again. */
    private static void submit(ConnectedServices services, List<String> queries, Map<String, Long> options) {
        long pauseMs = options.get("--blows") * options.get("--pause") * 1_000 / Math.max(1, queries.size());
        for (String id : queries) {
            until(LAST, () -> {
                try {
                    services.queries().submit(new QueryInput(id, "What is the value of [" + id + "]?", List.of(), Profile.DEFAULT, "remote",
                            LIMITS, 0));
                    return true;
                } catch (RuntimeException _) {
                    return false;
                }
            });
            LockSupport.parkNanos(Duration.ofMillis(pauseMs).toNanos());
        }
    }

    private static boolean ended(ConnectedServices services, List<String> queries) {
        try {
            return queries.stream().allMatch(id -> services.history().outcome(id).isPresent());
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static void until(Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private static boolean check(Stack stack, ConnectedServices services, List<String> queries, Map<String, Long> options,
            List<SoakServer> servers, long seconds) {
        try (Database database = Database.connect(stack.endpoints().database())) {
            SoakPromises promises = new SoakPromises(new Sql(database.dataSource()), services.history());
            promises.ended(queries, Soak::right);
            long paidAgain = servers.stream().mapToLong(server -> promises.asked(server.book())).sum();
            promises.ledger();
            promises.broken().forEach(System.err::println);
            System.out.println("soak: " + queries.size() + " queries, " + options.get("--blows") + " blows, seed " + options.get("--seed")
                    + ", " + seconds + " s: " + promises.summary() + "; replies paid again " + paidAgain);
            return promises.held();
        }
    }
}
