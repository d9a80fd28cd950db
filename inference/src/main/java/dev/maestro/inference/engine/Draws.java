package dev.maestro.inference.engine;

import dev.maestro.inference.engine.Sampler.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The draws of one step, side by side: over a large vocabulary one takes milliseconds, and those of a batch would soon
 * take longer than the step itself. A draw depends on nothing but what it is given, so their order does not matter.
 * One caller at a time.
 */
final class Draws implements AutoCloseable {
    /** Scores that are drawn from sooner than another thread is woken. */
    private static final int FEW = 1 << 14;

    private final int room;
    private final List<Sampler> samplers = new ArrayList<>();
    private final int threads;
    private final ExecutorService pool;

    /**
     * @param room    tokens that may be scored or allowed, whichever are more
     * @param threads at once, the caller's among them
     */
    Draws(int room, int threads) {
        this.room = room;
        this.threads = Math.max(1, threads);
        // Threads are made when first needed, and none where one is enough.
        this.pool = Executors.newFixedThreadPool(Math.max(1, this.threads - 1),
                Thread.ofPlatform().daemon().name("maestro-draw-", 0).factory());
    }

    /** What a draw is given: arguments of {@link Sampler#draw}. */
    record Row(float[] scores, Sampling sampling, int draw, Optional<TokenMask> mask, int alternatives) {
        private int allowed() {
            return mask.map(TokenMask::size).orElse(scores.length);
        }
    }

    /** Either a token, or why there is none. */
    sealed interface Result {
        record Token(Drawn drawn) implements Result {}

        /** {@link Sampler.NotANumberException}, or a defect. */
        record None(RuntimeException why) implements Result {}
    }

    /** @return in the order of the rows */
    List<Result> draw(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Result[] results = new Result[rows.size()];
        int stripes = rows.stream().mapToLong(Row::allowed).sum() <= FEW ? 1 : Math.min(threads, rows.size());
        while (samplers.size() < stripes) {
            samplers.add(new Sampler(room));
        }
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int stripe = 1; stripe < stripes; stripe++) {
            int first = stripe;
            others.add(CompletableFuture.runAsync(() -> draw(rows, results, first, stripes), pool));
        }
        draw(rows, results, 0, stripes);
        others.forEach(CompletableFuture::join);
        return List.of(results);
    }

    private void draw(List<Row> rows, Result[] results, int first, int stripes) {
        for (int i = first; i < results.length; i += stripes) {
            Row row = rows.get(i);
            try {
                results[i] = new Result.Token(
                        samplers.get(first).draw(row.scores(), row.sampling(), row.draw(), row.mask(), row.alternatives()));
            } catch (RuntimeException e) {
                results[i] = new Result.None(e);
            }
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
