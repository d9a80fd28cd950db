package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Failure;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loads made by a seed: requests of all kinds join and are cancelled between the steps of a scheduler that has too
 * little memory, on a model that has none now and then. Whatever happens, a text is the one it gets alone. The steps
 * are made here, without a thread, so that a seed that fails fails again.
 */
@Timeout(240)
class RandomLoadTest {
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final int SEEDS = 300;
    private static final int LONGEST = 400;

    private final Random random = new Random();
    private final List<Job> jobs = new ArrayList<>();

    private static int mostTokens(GenerationRequest request, EngineSettings settings) {
        long room = settings.kvBytes() / HashModel.BYTES_PER_TOKEN / settings.block() * settings.block();
        return (int) Math.min((long) request.prompt().length() + request.maxTokens(), Math.min(LONGEST, room));
    }

    /** Read once, decoded token by token, with nobody else and all the memory there is. */
    private static int[] alone(Job job) {
        GenerationRequest request = job.request;
        HashModel model = HashModel.large();
        Sampler sampler = new Sampler(HashModel.VOCABULARY);
        TextAssembly text = new TextAssembly(request.stop());
        int[] tokens = new int[job.mostTokens - request.prompt().length()];
        DecoderModel.Sequence sequence = model.open(job.mostTokens);
        DecoderModel.Logits logits = model.prefill(sequence,
                request.prompt().span(0, request.prompt().length(), image -> model.encode(image.patches().get())));
        for (int i = 0; i < tokens.length; i++) {
            int token = sampler.draw(logits.row(0), request.sampling(), i, Optional.empty(), 0).token();
            if (request.stopTokens().contains(token)) {
                return Arrays.copyOf(tokens, i);
            }
            tokens[i] = token;
            if (text.append(token < VOCABULARY.size() ? VOCABULARY.bytes(token) : new byte[0]).isPresent()) {
                return Arrays.copyOf(tokens, i + 1);
            }
            if (i + 1 < tokens.length) {
                logits = model.decode(List.of(sequence), new int[]{token});
            }
        }
        return tokens;
    }

    private TokenPrompt prompt(int longest) {
        // One of three beginnings in common, then something of its own.
        int[] beginning = new Random(random.nextInt(3)).ints(random.nextInt(60), 0, 256).toArray();
        int[] own = random.ints(1 + random.nextInt(longest), 0, 256).toArray();
        int[] tokens = IntStream.concat(Arrays.stream(beginning), Arrays.stream(own)).toArray();
        TokenPrompt text = TokenPrompt.text(tokens);
        if (random.nextInt(4) > 0 || tokens.length < 12) {
            return text;
        }
        int colour = random.nextInt(4);
        int count = 1 + random.nextInt(8);
        int first = random.nextInt(tokens.length - count);
        Arrays.fill(tokens, first, first + count, 299);
        float[] values = new float[count];
        Arrays.fill(values, colour);
        return new TokenPrompt(tokens, text.positions(), List.of(
                new TokenPrompt.PlacedImage("image " + colour + " " + count, () -> new PixelPatches(values, 1, 1, count), first, count)));
    }

    private GenerationRequest request(int longest) {
        Sampling how = random.nextInt(3) == 0
                ? Sampling.GREEDY
                : new Sampling(0.2 + random.nextDouble() * 1.5, random.nextInt(2) * random.nextInt(40), random.nextBoolean() ? 1 : 0.8,
                        random.nextInt(3) == 0 ? 0.1 : 0, random.nextLong());
        GenerationRequest request = GenerationRequest.of(prompt(longest), 1 + random.nextInt(70)).sampled(how);
        if (!jobs.isEmpty() && random.nextInt(3) == 0) { // the next turn of somebody
            Job before = jobs.get(random.nextInt(jobs.size()));
            if (before.everything().length() < longest) {
                TokenPrompt next = before.everything().extendedBy(random.ints(1 + random.nextInt(10), 0, 256).toArray());
                request = GenerationRequest.of(next, 1 + random.nextInt(40)).sampled(how);
            }
        }
        request = random.nextBoolean() ? request.inConversation("q" + random.nextInt(3)) : request;
        request = random.nextInt(4) == 0 ? request.notHeld() : request;
        request = random.nextInt(3) == 0 ? request.stoppingAt(List.of("" + (char) ('a' + random.nextInt(26)), "nothing")) : request;
        return random.nextInt(3) == 0 ? request.stoppingAtTokens(Set.of(random.nextInt(256), 299)) : request;
    }

    private void check(Job job, boolean shortages, String seed) {
        switch (job.generation.outcome().getNow(new Failed(Failure.CLOSED, "never ended", Optional.empty()))) {
            case Finished(var _, var text, var reason, var _, var _, var prompt, var reused) when reason == Reason.CANCELLED -> {
                int[] ids = ((Finished) job.generation.outcome().join()).ids();
                assertThat(ids).as(seed).isEqualTo(Arrays.copyOf(alone(job), ids.length));
                assertThat(text).as(seed).isNotNull();
                assertThat(reused).as(seed).isLessThan(prompt);
            }
            case Finished finished -> {
                assertThat(finished.ids()).as(seed).isEqualTo(alone(job));
                assertThat(finished.tokens()).as(seed).allMatch(token -> token.drawn() <= 1e-6 && token.logProbability() <= 1e-6);
            }
            case Failed failed -> {
                assertThat(failed.failure()).as(seed + ": " + failed.message()).isEqualTo(Failure.OUT_OF_MEMORY);
                assertThat(shortages).as(seed).isTrue();
            }
        }
    }

    @Test
    void whatever_comes_together_each_text_is_the_one_it_gets_alone() {
        int preempted = 0;
        int finished = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            EngineStatistics end = run(seed);
            preempted += end.preemptions() > 0 ? 1 : 0;
            finished += (int) end.finished();
        }
        assertThat(preempted).isGreaterThan(SEEDS / 10); // else the memory was no matter, and this shows little
        assertThat(finished).isGreaterThan(SEEDS * 5);
    }

    private EngineStatistics run(int seed) {
        String name = "seed " + seed;
        random.setSeed(seed);
        jobs.clear();
        int room = 120 + random.nextInt(random.nextBoolean() ? 300 : 3_000);
        EngineSettings settings = EngineSettings.within((long) room * HashModel.BYTES_PER_TOKEN).running(1 + random.nextInt(8))
                .images(random.nextInt(3) * 500L)
                .chunks(1 + random.nextInt(32), 1 + random.nextInt(40));
        boolean shortages = random.nextInt(3) == 0;
        HashModel model = new HashModel(LONGEST,
                random.nextInt(4) == 0 ? (room * 3L / 4 + 60) * HashModel.BYTES_PER_TOKEN : Long.MAX_VALUE);
        shortages |= model.limited();
        BooleanSupplier none = shortages ? () -> random.nextInt(12) == 0 : () -> false;
        model.runsOutOfMemory(none);
        EngineCounters tally = new EngineCounters();
        try (Scheduler scheduler = new Scheduler(model, VOCABULARY, settings, tally)) {
            int coming = 4 + random.nextInt(20);
            for (int step = 0; coming > 0 || !scheduler.isIdle(); step++) {
                assertThat(step).as(name + " does not end").isLessThan(30_000);
                for (; coming > 0 && (scheduler.isIdle() || random.nextInt(4) == 0); coming--) {
                    add(scheduler, request(100), settings);
                }
                if (random.nextInt(60) == 0 && !jobs.isEmpty()) {
                    jobs.get(random.nextInt(jobs.size())).generation.cancel();
                }
                scheduler.step();
            }
            for (Job job : jobs) {
                check(job, shortages, name);
            }
            // After all that there is as much room as in the beginning.
            model.runsOutOfMemory(() -> false);
            if (!model.limited()) {
                int most = Math.min(room, LONGEST) - 40;
                Job last = add(scheduler, GenerationRequest.of(TokenPrompt.text(random.ints(most, 0, 256).toArray()), 30), settings);
                while (!scheduler.isIdle()) {
                    scheduler.step();
                }
                check(last, false, name);
            }
            EngineStatistics statistics = tally.statistics(0);
            assertThat(statistics.kvBytesMost()).as(name).isLessThanOrEqualTo(settings.kvBytes());
            assertThat(statistics.running() + statistics.waiting()).as(name).isZero();
            return statistics;
        } finally {
            model.close();
            assertThat(model.isClosedAndEmpty()).as(name).isTrue();
        }
    }

    private Job add(Scheduler scheduler, GenerationRequest request, EngineSettings settings) {
        if (request.prompt().length() >= mostTokens(request, settings)) {
            return add(scheduler, GenerationRequest.of(TokenPrompt.text(1, 2, 3), 5), settings); // the engine refuses it before the scheduler hears of it
        }
        Job job = new Job(request, new Generation(() -> {}), GenerationListener.NONE, jobs.size(), mostTokens(request, settings));
        jobs.add(job);
        scheduler.add(job);
        return job;
    }
}
