package dev.maestro.inference.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values within their bound: of sequences at work, and of ended ones held because the next
 * prompt may begin like them. The held ones make room, least recently used first. Engine's thread only.
 */
final class KvStore implements AutoCloseable {
    /** A shorter beginning in common is computed as fast as copied. */
    private static final int SHORTEST_PREFIX = 8;
    /** Comparing with more would cost more than it finds. */
    private static final int MOST_HELD = 256;

    private final DecoderModel model;
    private final int block;
    private final Deque<Held> held = new ArrayDeque<>();
    private final long promised;
    private long limit;
    private long used;
    private long most;

    /** @param keys of the tokens the sequence holds, in order */
    record Held(long[] keys, DecoderModel.Sequence sequence, Optional<String> conversation) {}

    /** @param tokens in common from the beginning */
    record Match(DecoderModel.Sequence sequence, int tokens, Optional<Held> held) {}

    KvStore(DecoderModel model, long limit, int block) {
        this.model = model;
        this.promised = limit;
        this.limit = limit;
        this.block = block;
    }

    long bytes(int tokens) {
        return rounded(tokens) * model.bytesPerToken();
    }

    int rounded(int tokens) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (tokens + (long) block - 1) / block * block));
    }

    /** Room for one sequence when nothing else is there, in tokens. */
    int mostTokens() {
        return (int) Math.min(Integer.MAX_VALUE, limit / model.bytesPerToken() / block * block);
    }

    /** Whether so much is free, after held sequences have made room, the spared one not among them. */
    boolean makeRoom(long bytes, Optional<Held> spared) {
        long evictable = held.stream().filter(h -> !isSame(h, spared)).mapToLong(h -> bytesOf(h.sequence())).sum();
        if (limit - used + evictable < bytes) {
            return false; // nothing is thrown away in vain
        }
        for (Iterator<Held> oldest = held.iterator(); limit - used < bytes && oldest.hasNext();) {
            Held next = oldest.next();
            if (!isSame(next, spared)) {
                oldest.remove();
                close(next.sequence());
            }
        }
        return true;
    }

    private static boolean isSame(Held one, Optional<Held> other) {
        return other.isPresent() && other.get().sequence() == one.sequence();
    }

    /** Throws the least recently used held sequence away. */
    boolean evict() {
        return evictBut(Optional.empty());
    }

    private boolean evictBut(Optional<DecoderModel.Sequence> spared) {
        for (Iterator<Held> oldest = held.iterator(); oldest.hasNext();) {
            Held next = oldest.next();
            if (spared.isEmpty() || spared.get() != next.sequence()) {
                oldest.remove();
                close(next.sequence());
                return true;
            }
        }
        return false;
    }

    DecoderModel.Sequence open(int capacity) {
        return made(() -> model.open(rounded(capacity)), Optional.empty());
    }

    DecoderModel.Sequence fork(DecoderModel.Sequence source, int tokens, int capacity) {
        return made(() -> model.fork(source, tokens, rounded(capacity)), Optional.of(source));
    }

    private interface Making {
        DecoderModel.Sequence make();
    }

    // The device may have less than was promised: then what is in use is all there is.
    private DecoderModel.Sequence made(Making making, Optional<DecoderModel.Sequence> source) {
        while (true) {
            try {
                DecoderModel.Sequence made = making.make();
                used += bytesOf(made);
                most = Math.max(most, used);
                return made;
            } catch (OutOfModelMemoryException e) {
                if (!evictBut(source)) {
                    shrink();
                    throw e;
                }
            }
        }
    }

    /** What is in use is all there is, for now: what else takes the device's memory may be gone later. */
    void shrink() {
        if (used > 0) {
            limit = Math.min(limit, used);
        }
    }

    /** A generation came to its end within the bound: try a little more than that. */
    void recover() {
        limit = Math.min(promised, limit + limit / 8 + bytes(1));
    }

    /** Nobody else is at work: whether something fits is found out, not believed. */
    void trustPromise() {
        limit = promised;
    }

    private long bytesOf(DecoderModel.Sequence sequence) {
        return sequence.capacity() * model.bytesPerToken();
    }

    void close(DecoderModel.Sequence sequence) {
        used -= bytesOf(sequence);
        sequence.close();
    }

    /** The longest beginning in common with a held sequence or one at work. */
    Optional<Match> match(long[] keys, int longest, Collection<Job> atWork) {
        Optional<Match> best = Optional.empty();
        for (Held candidate : held) {
            best = better(best, common(keys, candidate.keys(), candidate.sequence().length(), longest), candidate.sequence(),
                    Optional.of(candidate));
        }
        for (Job job : atWork) {
            DecoderModel.Sequence sequence = job.sequence();
            best = better(best, common(keys, job.keys, Math.min(job.keys.length, sequence.length()), longest), sequence, Optional.empty());
        }
        return best;
    }

    private static int common(long[] keys, long[] other, int otherLength, int longest) {
        int most = Math.min(Math.min(keys.length, otherLength), longest);
        int first = Arrays.mismatch(keys, 0, most, other, 0, most);
        return first < 0 ? most : first;
    }

    private static Optional<Match> better(Optional<Match> best, int tokens, DecoderModel.Sequence sequence, Optional<Held> held) {
        return tokens >= SHORTEST_PREFIX && tokens > best.map(Match::tokens).orElse(0)
                ? Optional.of(new Match(sequence, tokens, held))
                : best;
    }

    /** Keeps an ended sequence; one that says no more than another is closed. */
    void hold(long[] keys, DecoderModel.Sequence sequence, Optional<String> conversation) {
        List<Held> covered = new ArrayList<>();
        for (Held other : held) {
            int common = common(keys, other.keys(), other.keys().length, Integer.MAX_VALUE);
            if (common == keys.length) {
                held.remove(other);
                held.addLast(other);
                close(sequence);
                return;
            }
            if (common == other.keys().length) {
                covered.add(other);
            }
        }
        covered.forEach(this::release);
        held.addLast(new Held(keys, sequence, conversation));
        while (held.size() > MOST_HELD) {
            evict();
        }
    }

    void used(Held recently) {
        if (held.remove(recently)) {
            held.addLast(recently);
        }
    }

    void release(Held done) {
        if (held.remove(done)) {
            close(done.sequence());
        }
    }

    int held() {
        return held.size();
    }

    long used() {
        return used;
    }

    long most() {
        return most;
    }

    long limit() {
        return limit;
    }

    @Override
    public void close() {
        while (evict()) {
            // until none is left
        }
    }
}
