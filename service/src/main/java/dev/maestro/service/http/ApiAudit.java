package dev.maestro.service.http;

import dev.maestro.registry.access.AuditLog;
import dev.maestro.registry.access.AuditLog.Entry;
import dev.maestro.service.access.ApiCaller;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every change before its caller hears of it, and whom the service does not let in. Refusals are written beside the
 * requests, and only so many wait: nobody slows the service down by being refused. Thread-safe.
 */
public final class ApiAudit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiAudit.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 429);
    private static final int MOST_WAITING = 1_000;
    private static final int LONGEST_TARGET = 500;

    private final AuditLog log;
    private final BlockingQueue<Entry> refusals = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer;

    public ApiAudit(AuditLog log) {
        this.log = log;
        this.writer = Thread.ofPlatform().name("audit").daemon().start(this::write);
    }

    /**
     * What a request came to.
     *
     * @param route  empty when none was found
     * @param caller empty when nobody was let in
     */
    void note(Optional<ApiRoute> route, Optional<ApiCaller> caller, String method, String path, String address, String requestId,
            int status,
            String code) {
        boolean changes = !READING.contains(method) && route.isPresent() && caller.isPresent();
        if (!changes && !NOT_LET_IN.contains(status)) {
            return;
        }
        Entry entry = new Entry(caller.map(ApiCaller::tenant).orElse(""), caller.flatMap(ApiCaller::key).orElse(""),
                caller.map(ApiCaller::name).orElse(""), caller.map(who -> who.role().wire()).orElse(""), address,
                ApiJson.shown(method) + " " + route.map(ApiRoute::template).orElse(""),
                path.length() <= LONGEST_TARGET ? path : path.substring(0, LONGEST_TARGET), requestId, status, code);
        if (changes && !NOT_LET_IN.contains(status)) {
            add(entry);
        } else if (!refusals.offer(entry)) {
            LOG.warn("a refusal is not in the audit: more than {} wait to be written. address={} status={}", MOST_WAITING, address, status);
        }
    }

    private void add(Entry entry) {
        try {
            log.add(entry);
        } catch (RuntimeException e) {
            // It was done all the same, and what it did stands in records of its own.
            LOG.error("not in the audit: action={} target={} key={} status={}", entry.action(), entry.target(), entry.apiKey(),
                    entry.status(), e);
        }
    }

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                add(refusals.take());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Writes what still waits. */
    @Override
    public void close() {
        writer.interrupt();
        for (Entry entry = refusals.poll(); entry != null; entry = refusals.poll()) {
            add(entry);
        }
    }
}
