package dev.maestro.inference.engine;

/** Counts for {@link EngineStatistics}; written by the engine's thread, read by any. */
final class EngineCounters {
    /** Long enough for a mean, short enough to tell now from a minute ago. */
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private int waiting;
    private int running;
    private int held;
    private long kvBytes;
    private long kvMost;
    private long kvLimit;
    private long imageBytes;
    private long imagesEncoded;
    private long imagesReused;
    private long prompt;
    private long reused;
    private long generated;
    private long steps;
    private long preemptions;
    private long finished;
    private long failed;
    private long refused;
    private long cancelled;
    private long windowStart = System.nanoTime();
    private long windowTokens;
    private double perSecond;
    private double meanSeconds;

    synchronized void now(int waitingNow, int runningNow, KvStore store, ImageFeatureCache images) {
        waiting = waitingNow;
        running = runningNow;
        held = store.held();
        kvBytes = store.used();
        kvMost = store.most();
        kvLimit = store.limit();
        imageBytes = images.used();
        imagesEncoded = images.encoded();
        imagesReused = images.reused();
    }

    synchronized void began(int promptTokens, int reusedTokens) {
        prompt += promptTokens;
        reused += reusedTokens;
    }

    synchronized void decoded(int tokens) {
        steps++;
        generated += tokens;
        windowTokens += tokens;
        long now = System.nanoTime();
        if (now - windowStart > WINDOW_NANOS) {
            perSecond = windowTokens * 1e9 / (now - windowStart);
            windowStart = now;
            windowTokens = 0;
        } else if (perSecond == 0 && now > windowStart) {
            perSecond = windowTokens * 1e9 / (now - windowStart);
        }
    }

    synchronized void idle() {
        windowStart = System.nanoTime();
        windowTokens = 0;
    }

    synchronized void preempted() {
        preemptions++;
    }

    synchronized void ended(GenerationOutcome outcome) {
        switch (outcome) {
            case GenerationOutcome.Finished ended -> {
                finished++;
                cancelled += ended.reason() == GenerationOutcome.Reason.CANCELLED ? 1 : 0;
            }
            case GenerationOutcome.Failed _ -> failed++;
        }
    }

    synchronized void took(double seconds) {
        meanSeconds = meanSeconds == 0 ? seconds : 0.9 * meanSeconds + 0.1 * seconds;
    }

    /** About how long one generation took lately, waiting included; 0 before the first. */
    synchronized double meanSeconds() {
        return meanSeconds;
    }

    synchronized void refused() {
        refused++;
    }

    synchronized EngineStatistics statistics(int inbox) {
        return new EngineStatistics(waiting + inbox, running, held, kvBytes, kvMost, kvLimit, imageBytes, imagesEncoded, imagesReused,
                prompt, reused, generated, steps, preemptions, finished, failed, refused, cancelled, perSecond);
    }
}
