package dev.maestro.workflows.worker;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.ContentHash;
import dev.maestro.registry.history.WorkerDeaths;
import dev.maestro.registry.history.WorkerDeaths.Death;
import dev.maestro.workflows.query.QueryStart;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one piece of work from killing every worker that tries it. What is under way stands in a {@link WorkJournal}; when a worker
 * died, another reads its journal, and what stood there is suspect. Suspects are tried one at a time in a worker, so that those
 * that only stood beside the culprit clear themselves; what workers died of twice is quarantined: it fails with
 * {@code WORK_QUARANTINED} instead of being tried again. Thread-safe.
 */
public final class PoisonGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonGuard.class);
    /** Two crashes that left a report; an end without one may have been somebody's kill and counts half. */
    static final int QUARANTINED = 4;
    /** One more crash, and it is quarantined: whether it or its neighbour was to blame must be seen now. */
    private static final int SUSPECT = 2;
    private static final int CRASH = 2;
    private static final int END = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOKS = Duration.ofSeconds(1);
    private static final String QUERY = QueryStart.workflowId("");

    private final Path folder;
    private final LongPredicate crashed;
    private final WorkerDeaths deaths;
    private final WorkJournal journal;
    private final Semaphore oneSuspect = new Semaphore(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Map<String, Integer> weights = Map.of();

    private PoisonGuard(Path folder, LongPredicate crashed, WorkerDeaths deaths) {
        this.folder = folder;
        this.crashed = crashed;
        this.deaths = deaths;
        this.journal = WorkJournal.begin(folder);
    }

    /**
     * Reads what dead workers of the folder left, and begins to note and to look.
     *
     * @param folder  of the journals, the same for all workers of a home
     * @param crashed whether the process of this id left a crash report
     */
    public static PoisonGuard start(Path folder, LongPredicate crashed, WorkerDeaths deaths) {
        PoisonGuard guard = new PoisonGuard(folder, crashed, deaths);
        guard.lookQuietly();
        Thread.ofVirtual().name("deaths-of-workers").start(() -> {
            try {
                while (!guard.closed.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    guard.lookQuietly();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return guard;
    }

    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("event=deaths_not_looked_at reason=\"{}\"", e.getMessage());
        }
    }

    private void look() {
        List<Death> found = new ArrayList<>();
        for (WorkJournal.Left left : WorkJournal.abandoned(folder)) {
            int weight = crashed.test(left.pid()) ? CRASH : END;
            left.work().stream().distinct().forEach(work -> found.add(new Death(work, queryOf(work), weight)));
            if (!left.work().isEmpty()) {
                LOG.warn("event=worker_died pid={} crash_report={} under_way={}", left.pid(), weight == CRASH, left.work());
            }
        }
        if (!found.isEmpty()) {
            deaths.record(found);
        }
        weights = deaths.weights();
    }

    private static String queryOf(String work) {
        return work.substring(QUERY.length(), work.indexOf(' '));
    }

    /** The same at every attempt, in every worker. */
    static String work(ActivityInfo info, Object[] arguments) {
        String hash = ContentHash.of(Arrays.deepToString(arguments).getBytes(StandardCharsets.UTF_8)).value();
        return info.getWorkflowId() + " " + info.getActivityType() + " " + hash.substring(hash.length() - 16);
    }

    /** Does an activity of a query, noted, and refused when workers died of it. Others are done as they are. */
    <T> T guarded(ActivityInfo info, Object[] arguments, Supplier<T> activity) {
        if (!info.getWorkflowId().startsWith(QUERY)) {
            return activity.get();
        }
        String work = work(info, arguments);
        if (weights.getOrDefault(work, 0) < SUSPECT) {
            return noted(work, activity);
        }
        // By now it may have been retried by hand.
        lookQuietly();
        int weight = weights.getOrDefault(work, 0);
        if (weight >= QUARANTINED) {
            throw ApplicationFailure.newNonRetryableFailure(
                    info.getActivityType() + " is quarantined: workers died whenever they tried it. Look into the worker's log and "
                            + "worker-crash-*.log, remove the cause, then retry the query",
                    QueryErrors.WORK_QUARANTINED.name());
        }
        boolean alone = weight >= SUSPECT && patiently();
        try {
            return noted(work, activity);
        } finally {
            if (alone) {
                oneSuspect.release();
            }
        }
    }

    /** A suspect that takes long does not hold the others up for good. */
    private boolean patiently() {
        try {
            return oneSuspect.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T noted(String work, Supplier<T> activity) {
        try (WorkJournal.Entry _ = journal.begin(work)) {
            return activity.get();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        journal.close();
    }
}
