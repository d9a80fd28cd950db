package dev.maestro.inference.engine;

import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Failure;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the model computes next: in each step a piece of one prompt, then one token for every
 * sequence that is being decoded. Prompts are read one after the other in order of arrival, so that the
 * second of two that begin alike finds the first one's keys and values. Engine's thread only.
 */
final class Scheduler implements AutoCloseable {
    /** Room for the first tokens of an answer: a decision is often no longer. */
    private static final int HEADROOM = 128;
    /** When nobody decodes, nobody waits for the end of a piece of prompt. */
    private static final int ALONE = 4;

    private final DecoderModel model;
    private final Vocabulary vocabulary;
    private final EngineSettings settings;
    private final EngineCounters tally;
    private final KvStore store;
    private final ImageFeatureCache images;
    private final PromptKeys keys = new PromptKeys();
    private final Draws draws;
    private final LinkedList<Job> waiting = new LinkedList<>();
    private final List<Job> running = new ArrayList<>();
    private @Nullable Job reading;

    Scheduler(DecoderModel model, Vocabulary vocabulary, EngineSettings settings, EngineCounters tally) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.tally = tally;
        this.store = new KvStore(model, settings.kvBytes(), settings.block());
        this.images = new ImageFeatureCache(model, settings.imageBytes());
        this.draws = new Draws(Math.max(model.vocabularySize(), vocabulary.size()), Runtime.getRuntime().availableProcessors());
    }

    void add(Job job) {
        waiting.add(job);
    }

    boolean isIdle() {
        return waiting.isEmpty() && reading == null && running.isEmpty();
    }

    /** One piece of work. */
    void step() {
        dropCancelled();
        if (reading == null && running.size() < settings.maxRunning() && !waiting.isEmpty()) {
            begin(waiting.getFirst());
        }
        if (reading != null) {
            read(reading);
        }
        if (!running.isEmpty()) {
            decode();
        }
        tally.now(waiting.size(), atWork().size(), store, images);
    }

    private List<Job> atWork() {
        return Stream.concat(running.stream(), Stream.ofNullable(reading)).toList();
    }

    private void dropCancelled() {
        for (Job job : Stream.concat(atWork().stream(), waiting.stream()).filter(j -> j.generation.isCancelled()).toList()) {
            end(job, job.cancelled());
        }
    }

    private void begin(Job job) {
        job.target = job.everything();
        job.keys = keys.of(job.target);
        int length = job.target.length();
        int capacity = Math.min(Math.max(job.wantedCapacity, length + HEADROOM), job.mostTokens);
        Optional<KvStore.Match> match = store.match(job.keys, length - 1, atWork());
        // Each of the others will want more room soon: who would only chase them out again waits.
        long reserved = store.bytes(1) * running.size();
        if (!store.makeRoom(store.bytes(capacity) + reserved, match.flatMap(KvStore.Match::held))) {
            if (!running.isEmpty()) {
                return;
            }
            match = match.filter(m -> m.held().isEmpty());
            store.trustPromise();
            if (!store.makeRoom(store.bytes(capacity), Optional.empty())) {
                end(job, outOfMemory(job));
                return;
            }
        }
        try {
            job.sequence = match.map(m -> store.fork(m.sequence(), m.tokens(), capacity)).orElseGet(() -> store.open(capacity));
        } catch (OutOfModelMemoryException e) {
            if (running.isEmpty() && !store.evict()) { // else once more without what it would have begun with
                end(job, outOfMemory(job));
            }
            return;
        } catch (RuntimeException e) {
            end(job, modelFailed(e));
            return;
        }
        match.flatMap(KvStore.Match::held).ifPresent(source -> took(source, job));
        int shared = match.map(KvStore.Match::tokens).orElse(0);
        if (job.reused < 0) {
            job.reused = shared;
            tally.began(length, shared);
        }
        waiting.remove(job);
        reading = job;
    }

    /** The last turn's sequence has done its duty once its conversation goes on from it. */
    private void took(KvStore.Held source, Job job) {
        if (job.request.held() && job.request.conversation().isPresent() && job.request.conversation().equals(source.conversation())) {
            store.release(source);
        } else {
            store.used(source);
        }
    }

    private void read(Job job) {
        int from = job.sequence().length();
        int chunk = running.isEmpty() ? ALONE * settings.prefillChunk() : settings.prefillChunk();
        int to = Math.min(job.target.length(), from + chunk);
        Set<String> needed = new HashSet<>();
        job.target.imagesBetween(from, to).forEach(image -> needed.add(image.key()));
        try {
            PromptSpan span = job.target.span(from, to, image -> images.features(image, needed));
            try (DecoderModel.Logits logits = model.prefill(job.sequence(), span)) {
                if (to == job.target.length()) {
                    reading = null;
                    running.add(job);
                    draw(List.of(job), logits);
                }
            }
        } catch (OutOfModelMemoryException e) {
            if (!images.clear(needed) && !store.evict()) {
                store.shrink();
                if (running.isEmpty()) {
                    end(job, outOfMemory(job));
                } else {
                    giveWay(job, job.sequence().capacity());
                }
            }
        } catch (RuntimeException e) {
            end(job, modelFailed(e));
        }
    }

    private void decode() {
        for (Job job : List.copyOf(running)) {
            if (running.contains(job) && job.sequence().length() >= job.sequence().capacity()) {
                grow(job);
            }
        }
        if (running.isEmpty()) {
            return;
        }
        List<Job> batch = List.copyOf(running);
        int[] lengths = batch.stream().mapToInt(job -> job.sequence().length()).toArray();
        try (DecoderModel.Logits logits = model.decode(batch.stream().map(Job::sequence).toList(),
                batch.stream().mapToInt(Job::lastToken).toArray())) {
            tally.decoded(batch.size());
            draw(batch, logits);
        } catch (OutOfModelMemoryException e) {
            boolean untouched = java.util.Arrays.equals(lengths, batch.stream().mapToInt(job -> job.sequence().length()).toArray());
            if (!untouched) {
                batch.forEach(job -> end(job, modelFailed(e)));
            } else if (!images.clear(Set.of()) && !store.evict()) {
                store.shrink();
                Job latest = latest(batch);
                if (batch.size() == 1) {
                    end(latest, outOfMemory(latest));
                } else {
                    giveWay(latest, latest.sequence().capacity());
                }
            }
        } catch (RuntimeException e) {
            batch.stream().filter(running::contains).forEach(job -> end(job, modelFailed(e)));
        }
    }

    private static Job latest(List<Job> jobs) {
        return jobs.stream().max(Comparator.comparingLong(job -> job.number)).orElseThrow();
    }

    /** More room for a sequence; whoever came last gives way when there is not enough. */
    private void grow(Job job) {
        int capacity = job.sequence().capacity();
        int wanted = Math.min(job.mostTokens, capacity + Math.max(2 * settings.block(), capacity / 4));
        while (!store.makeRoom(store.bytes(wanted), Optional.empty())) {
            Job last = latest(atWork());
            if (last == job) {
                // Old and new do not fit side by side: it starts again where only the new one needs room.
                giveWay(job, Math.min(Math.min(job.mostTokens, store.mostTokens()), Math.max(wanted, 2 * capacity)));
                return;
            }
            giveWay(last, last.sequence().capacity());
        }
        try {
            DecoderModel.Sequence grown = store.fork(job.sequence(), job.sequence().length(), wanted);
            store.close(job.sequence());
            job.sequence = grown;
        } catch (OutOfModelMemoryException e) {
            giveWay(job, wanted);
        } catch (RuntimeException e) {
            end(job, modelFailed(e));
        }
    }

    /** Back to the queue, without its memory; what was written is read again later. */
    private void giveWay(Job job, int wantedCapacity) {
        tally.preempted();
        release(job, false);
        job.wantedCapacity = wantedCapacity;
        ListIterator<Job> place = waiting.listIterator();
        while (place.hasNext()) {
            if (place.next().number > job.number) {
                place.previous();
                break;
            }
        }
        place.add(job);
    }

    /** Draws the next token of each; row {@code i} of the scores belongs to job {@code i}. */
    private void draw(List<Job> jobs, DecoderModel.Logits logits) {
        Sampler.@Nullable Drawn[] drawn = new Sampler.@Nullable Drawn[jobs.size()];
        Optional<GenerationOutcome>[] ends = outcomes(jobs.size());
        int @Nullable [] best = null;
        List<Integer> places = new ArrayList<>();
        List<Draws.Row> rows = new ArrayList<>();
        for (int i = 0; i < drawn.length; i++) {
            Job job = jobs.get(i);
            try {
                Optional<TokenMask> mask = job.mask();
                if (mask.isEmpty() && job.request.sampling().isGreedy()) {
                    best = best == null ? logits.argmax() : best;
                    drawn[i] = new Sampler.Drawn(best[i], Double.NaN, List.of());
                } else if (mask.isPresent() && mask.get().size() == 0) {
                    ends[i] = Optional.of(new Failed(Failure.NO_TOKEN, "the vocabulary has no token that goes on as the grammar demands",
                            Optional.empty()));
                } else {
                    rows.add(new Draws.Row(logits.row(i), job.request.sampling(), job.draws(), mask, job.alternatives()));
                    places.add(i);
                }
            } catch (RuntimeException e) { // of its constraint: no fault of the others
                ends[i] = Optional.of(constraintFailed(e));
            }
        }
        List<Draws.Result> results = draws.draw(rows);
        for (int k = 0; k < results.size(); k++) {
            int i = places.get(k);
            switch (results.get(k)) {
                case Draws.Result.Token(Sampler.Drawn one) -> drawn[i] = one;
                case Draws.Result.None(Sampler.NotANumberException why) -> ends[i] = Optional.of(notANumber(why.getMessage()));
                case Draws.Result.None(RuntimeException why) -> ends[i] = Optional.of(constraintFailed(why));
            }
        }
        int[] tokens = new int[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            Sampler.Drawn one = drawn[i];
            tokens[i] = one == null ? 0 : one.token();
        }
        float[] logProbabilities = logits.logProbabilities(tokens);
        for (int i = 0; i < drawn.length; i++) {
            Sampler.Drawn one = drawn[i];
            Job job = jobs.get(i);
            if (one != null) {
                try {
                    ends[i] = write(job, one, logProbabilities[i]).map(GenerationOutcome.class::cast);
                } catch (RuntimeException e) {
                    ends[i] = Optional.of(failed("its constraint refused what it allowed, or the vocabulary failed", e));
                }
            }
            ends[i].ifPresent(outcome -> end(job, outcome));
        }
    }

    private static Failed constraintFailed(RuntimeException e) {
        return failed("its constraint or sampling failed", e);
    }

    private Optional<? extends GenerationOutcome> write(Job job, Sampler.Drawn drawn, float logProbability) {
        if (!Float.isFinite(logProbability)) {
            return Optional.of(notANumber("the probability of token " + drawn.token() + " is " + logProbability));
        }
        Sampler.Drawn known = Double.isNaN(drawn.logProbability()) ? new Sampler.Drawn(drawn.token(), logProbability, List.of()) : drawn;
        return job.write(known, logProbability, drawn.token() < vocabulary.size() ? vocabulary.bytes(drawn.token()) : new byte[0]);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<GenerationOutcome>[] outcomes(int count) {
        Optional<GenerationOutcome>[] none = new Optional[count];
        java.util.Arrays.fill(none, Optional.empty());
        return none;
    }

    private void end(Job job, GenerationOutcome outcome) {
        try {
            waiting.remove(job);
            release(job, outcome instanceof Finished && job.request.held());
            if (outcome instanceof Finished) {
                store.recover();
            }
            tally.ended(outcome);
            tally.now(waiting.size(), atWork().size(), store, images); // who hears of the end sees what it freed
        } finally {
            job.generation.end(outcome); // whatever cannot be freed, nobody waits for ever
        }
    }

    private void release(Job job, boolean hold) {
        running.remove(job);
        if (reading == job) {
            reading = null;
        }
        DecoderModel.Sequence sequence = job.sequence;
        job.sequence = null;
        if (sequence == null) {
            return;
        }
        if (hold && sequence.length() > 0) {
            long[] all = keys.of(job.everything());
            store.hold(java.util.Arrays.copyOf(all, sequence.length()), sequence, job.request.conversation());
        } else {
            store.close(sequence);
        }
    }

    private static Failed notANumber(String what) {
        return new Failed(Failure.NOT_A_NUMBER,
                "the model's scores are not numbers: " + what + "; its weights are broken, or their type is too narrow", Optional.empty());
    }

    private static Failed modelFailed(RuntimeException e) {
        return failed("the model failed", e);
    }

    private static Failed failed(String what, RuntimeException e) {
        return new Failed(Failure.MODEL_FAILED, what + ": " + e.getMessage(), Optional.empty());
    }

    private Failed outOfMemory(Job job) {
        return new Failed(Failure.OUT_OF_MEMORY,
                "the memory for " + job.target.length() + " tokens cannot be had; " + store.limit() / 1_000_000
                        + " MB are there for keys and values",
                Optional.empty());
    }

    /** Ends everything that is under way. */
    void failAll(Failed why) {
        for (Job job : Stream.concat(atWork().stream(), waiting.stream()).toList()) {
            try {
                end(job, why);
            } catch (RuntimeException _) {
                // its sequence could not be freed; the others must hear of the end too
            }
        }
    }

    @Override
    public void close() {
        draws.close();
        store.close();
        images.close();
    }
}
