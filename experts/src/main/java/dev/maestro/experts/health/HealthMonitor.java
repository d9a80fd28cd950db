package dev.maestro.experts.health;

import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.EmbeddedExpertErrors;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.FailureTable;
import dev.maestro.experts.health.ExpertHealth.State;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.http.HttpExchanges;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which experts are not worth asking just now. It looks at the enabled servers at intervals, and notes how calls
 * end. What it says is advice for choosing, never a final reason to refuse: the next look or the next answer corrects a
 * wrong mark. Thread-safe.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    /** How long {@link #start} waits for the first round: a refused connection on this machine is known in a millisecond. */
    private static final Duration FIRST_ROUND = Duration.ofMillis(500);
    /** Timeouts and server errors in a row that speak against an expert even though its server lists models. */
    private static final int BAD_IN_A_ROW = 3;
    /** After this, a bad expert gets another chance. */
    private static final Duration BAD_FOR = Duration.ofSeconds(30);

    private final Supplier<? extends Collection<Expert>> experts;
    private final Set<String> implementations;
    private final ModelsProbe probe;
    private final Duration every;
    private final Map<String, ExpertHealth> looks = new ConcurrentHashMap<>();
    private final Map<String, Calls> calls = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** How the latest calls ended. */
    private record Calls(boolean answered, int badInARow, long lastBadNanos) {}

    /**
     * @param experts         all rows of the revision that serves, asked anew for each round
     * @param implementations embedded programs of this worker
     * @param every           pause between two rounds, e.g. 10 s
     */
    public HealthMonitor(Supplier<? extends Collection<Expert>> experts, Set<String> implementations, HttpExchanges http,
            Credentials credentials, Duration every) {
        this.experts = experts;
        this.implementations = Set.copyOf(implementations);
        this.probe = new ModelsProbe(http, credentials);
        this.every = every;
    }

    /** Begins to look, and returns when the first round is done or half a second has passed. */
    public void start() {
        CountDownLatch first = new CountDownLatch(1);
        threads.submit(() -> {
            do {
                try {
                    probeAll();
                } catch (RuntimeException e) {
                    // the registry is not there just now: the next round asks again
                    LOG.debug("event=health_round_failed reason=\"{}\"", e.getMessage());
                } finally {
                    first.countDown();
                }
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
            return null;
        });
        try {
            first.await(FIRST_ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names of enabled experts that are not worth asking just now. */
    public Set<String> unavailable() {
        Set<String> names = new TreeSet<>();
        looks.forEach((name, health) -> {
            if (!health.state().healthy() && !(health.state().refutedByAnAnswer() && answered(name))) {
                names.add(name);
            }
        });
        calls.forEach((name, latest) -> {
            if (latest.badInARow() >= BAD_IN_A_ROW && System.nanoTime() - latest.lastBadNanos() < BAD_FOR.toNanos()) {
                names.add(name);
            }
        });
        return names;
    }

    /** Names of experts that were found well, or answered, at least once: one of them that is unavailable is away and may come back. */
    public Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** Looks at every enabled expert now, all at the same time; takes 3 s at most. By name. */
    public List<ExpertHealth> probeAll() {
        List<Expert> enabled = experts.get().stream().filter(Expert::enabled).sorted(Comparator.comparing(Expert::name)).toList();
        List<Callable<ExpertHealth>> looking = enabled.stream().<Callable<ExpertHealth>>map(expert -> () -> look(expert)).toList();
        try {
            List<ExpertHealth> found = threads.invokeAll(looking).stream().map(HealthMonitor::result).toList();
            looks.keySet().retainAll(enabled.stream().map(Expert::name).toList());
            return found;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Learns from a call's end. */
    public void observe(Expert expert, ExpertOutcome outcome) {
        switch (outcome) {
            case Answered _ -> {
                seen.add(expert.name());
                calls.put(expert.name(), new Calls(true, 0, 0));
                if (looks.getOrDefault(expert.name(), fine(expert)).state() == State.UNREACHABLE) {
                    lookSoon(expert);
                }
            }
            case Failure(FailureKind kind, _, _, _) when FailureTable.speaksOfTheServer(kind) -> {
                calls.compute(expert.name(),
                        (_, before) -> new Calls(false, before == null ? 1 : before.badInARow() + 1, System.nanoTime()));
                if (kind == FailureKind.UNREACHABLE) {
                    lookSoon(expert);
                }
            }
            case Failure _ -> {
                // says nothing about the server
            }
        }
    }

    /** The same client, whose calls this monitor learns from. */
    public ExpertClient watching(ExpertClient client) {
        return (request, context) -> {
            ExpertOutcome outcome = client.call(request, context);
            observe(request.expert(), outcome);
            return outcome;
        };
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
    }

    private void lookSoon(Expert expert) {
        try {
            threads.submit(() -> look(expert));
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    private boolean answered(String name) {
        Calls latest = calls.get(name);
        return latest != null && latest.answered();
    }

    private ExpertHealth look(Expert expert) {
        ExpertHealth health = switch (expert.kind()) {
            case OPENAI -> probe.look(expert);
            case EMBEDDED -> inProcess(expert);
        };
        ExpertHealth before = looks.put(expert.name(), health);
        String reason = health.message().replace('"', '\'');
        if (health.state().healthy()) {
            seen.add(expert.name());
            if (before != null && !before.state().healthy()) {
                LOG.info("event=expert_up expert={} latency_ms={}", expert.name(), health.latency().toMillis());
            }
        } else if (before == null) {
            // a fresh machine has none of the servers that its registry names
            LOG.info("event=expert_absent expert={} state={} reason=\"{}\"", expert.name(), health.state(), reason);
        } else if (before.state().healthy()) {
            LOG.warn("event=expert_down expert={} state={} reason=\"{}\"", expert.name(), health.state(), reason);
        }
        return health;
    }

    private ExpertHealth inProcess(Expert expert) {
        String name = expert.implementation().orElse("");
        return implementations.contains(name)
                ? fine(expert)
                : new ExpertHealth(expert.name(), State.FAILING, Duration.ZERO, List.of(), expert.model(), implementations.isEmpty()
                        ? EmbeddedExpertErrors.none(expert)
                        : "this worker has no implementation \"" + name
                                + "\". It has: " + String.join(", ", new TreeSet<>(implementations)) + ".");
    }

    private static ExpertHealth fine(Expert expert) {
        return new ExpertHealth(expert.name(), State.IN_PROCESS, Duration.ZERO, List.of(), expert.model(), "runs in the worker.");
    }

    private static ExpertHealth result(Future<ExpertHealth> look) {
        try {
            return look.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("looking at an expert failed", e);
        }
    }
}
