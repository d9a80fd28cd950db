package dev.maestro.experts;

import dev.maestro.core.CallContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a limited number of callers in at once. Those who wait are let in in the order in which they came, until their
 * wait is over or their caller stops. The limit may change at any time, because a new registry revision may set
 * another. Thread-safe.
 */
public final class ConcurrencyLimiter {
    /** How often a waiting caller is asked whether it wants to stop. */
    private static final long POLL_MS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<CountDownLatch> queue = new ArrayDeque<>();
    private int limit;
    private int inside;

    public ConcurrencyLimiter(int limit) {
        this.limit = limit;
    }

    /** How waiting ended. */
    public enum Entry { ENTERED, FULL, CANCELLED }

    /**
     * Whoever gets {@link Entry#ENTERED} calls {@link #leave} once.
     *
     * @param newLimit  at least 1
     * @param maxWaitMs how long to wait; 0: not at all
     */
    public Entry enter(int newLimit, long maxWaitMs, CallContext context) {
        CountDownLatch turn = new CountDownLatch(1);
        lock.lock();
        try {
            limit = newLimit;
            queue.addLast(turn);
            admit();
        } finally {
            lock.unlock();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxWaitMs);
        try {
            while (true) {
                long leftNanos = Math.max(0, deadline - System.nanoTime());
                if (turn.await(Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(POLL_MS)), TimeUnit.NANOSECONDS)) {
                    return Entry.ENTERED;
                }
                if (context.cancelled()) {
                    return givenUp(turn, Entry.CANCELLED);
                }
                if (leftNanos == 0) {
                    return givenUp(turn, Entry.FULL);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return givenUp(turn, Entry.CANCELLED);
        }
    }

    public void leave() {
        lock.lock();
        try {
            inside--;
            admit();
        } finally {
            lock.unlock();
        }
    }

    public int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private Entry givenUp(CountDownLatch turn, Entry why) {
        lock.lock();
        try {
            if (queue.remove(turn)) {
                return why;
            }
            // the turn came in this very moment; a caller that stops gives it on
            if (why == Entry.FULL) {
                return Entry.ENTERED;
            }
            inside--;
            admit();
            return why;
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        while (inside < limit && !queue.isEmpty()) {
            inside++;
            queue.removeFirst().countDown();
        }
    }
}
