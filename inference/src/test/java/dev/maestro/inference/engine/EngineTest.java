package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Failure;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineTest {
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final long ROOMY = 10_000_000;

    private final List<Engine> engines = new ArrayList<>();
    private final List<HashModel> models = new ArrayList<>();

    private Engine engine(HashModel model, EngineSettings settings) {
        Engine engine = Engine.start(model, VOCABULARY, settings);
        engines.add(engine);
        models.add(model);
        return engine;
    }

    @AfterEach
    void nothing_is_left_in_the_model_after_close() {
        models.forEach(HashModel::letGo);
        engines.forEach(Engine::close);
        assertThat(models).allMatch(HashModel::isClosedAndEmpty);
    }

    private static EngineSettings roomy() {
        return EngineSettings.within(ROOMY).chunks(16, 32);
    }

    private static TokenPrompt prompt(int seed, int length) {
        return TokenPrompt.text(new Random(seed).ints(length, 0, 256).toArray());
    }

    private static Finished finished(Generation generation) {
        return (Finished) generation.outcome().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static Failed failed(Generation generation) {
        return (Failed) generation.outcome().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void a_greedy_text_is_what_reading_everything_anew_for_each_token_gives() {
        Finished text = finished(engine(HashModel.large(), roomy()).submit(GenerationRequest.of(prompt(1, 100), 40)));

        assertThat(text.ids()).isEqualTo(HashModel.greedy(prompt(1, 100), 40));
        assertThat(text.reason()).isEqualTo(Reason.LENGTH);
        assertThat(text.promptTokens()).isEqualTo(100);
    }

    @Test
    void what_else_is_in_the_batch_changes_nothing() {
        Engine engine = engine(HashModel.large(), roomy().running(7));
        List<GenerationRequest> requests = IntStream.range(0, 40)
                .mapToObj(i -> GenerationRequest.of(prompt(i, 3 + 7 * i % 150), 1 + i * 5 % 60)
                        .sampled(i % 3 == 0
                                ? Sampling.GREEDY
                                : new Sampling(0.8, i % 2 * 20, i % 5 == 0 ? 0.9 : 1, i % 7 == 0 ? 0.05 : 0, i)))
                .toList();

        List<Generation> together = requests.stream().map(engine::submit).toList();
        for (int i = 0; i < requests.size(); i++) {
            Finished alone = finished(engine(HashModel.large(), roomy()).submit(requests.get(i)));
            assertThat(finished(together.get(i)).ids()).as("request " + i).isEqualTo(alone.ids());
        }
        assertThat(engine.statistics().decodeSteps()).isLessThan(engine.statistics().generatedTokens());
    }

    @Test
    void the_same_seed_gives_the_same_text_and_another_seed_another() {
        Engine engine = engine(HashModel.large(), roomy());
        GenerationRequest request = GenerationRequest.of(prompt(3, 20), 30);

        int[] once = finished(engine.submit(request.sampled(Sampling.at(1, 17)))).ids();
        int[] again = finished(engine.submit(request.sampled(Sampling.at(1, 17)))).ids();
        int[] other = finished(engine.submit(request.sampled(Sampling.at(1, 18)))).ids();

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    void a_second_turn_reads_only_its_new_tokens_and_says_the_same() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        TokenPrompt first = prompt(5, 200);
        Finished one = finished(engine.submit(GenerationRequest.of(first, 20).inConversation("q")));
        TokenPrompt second = first.extendedBy(Arrays.copyOf(one.ids(), 10)).extendedBy(prompt(6, 30).tokens());
        int before = model.read();

        Finished two = finished(engine.submit(GenerationRequest.of(second, 25).inConversation("q")));

        assertThat(two.reusedTokens()).isEqualTo(210);
        assertThat(model.read() - before).isEqualTo(30);
        assertThat(two.ids()).isEqualTo(HashModel.greedy(second, 25));
    }

    @Test
    void a_beginning_in_common_is_read_once_for_all_queries() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        TokenPrompt system = prompt(7, 300);

        List<Generation> all = IntStream.range(0, 8)
                .mapToObj(i -> engine.submit(GenerationRequest.of(system.extendedBy(prompt(100 + i, 20).tokens()), 10))).toList();

        for (int i = 0; i < 8; i++) {
            assertThat(finished(all.get(i)).ids()).isEqualTo(HashModel.greedy(system.extendedBy(prompt(100 + i, 20).tokens()), 10));
        }
        assertThat(model.read()).isLessThan(300 + 8 * 21);
    }

    @Test
    void the_same_prompt_again_costs_one_token() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        finished(engine.submit(GenerationRequest.of(prompt(8, 90), 5)));
        int before = model.read();

        Finished again = finished(engine.submit(GenerationRequest.of(prompt(8, 90), 5)));

        assertThat(model.read() - before).isEqualTo(1);
        assertThat(again.ids()).isEqualTo(HashModel.greedy(prompt(8, 90), 5));
    }

    private static TokenPrompt withImage(String key, int... colours) {
        int[] tokens = IntStream.range(0, 40).map(i -> i >= 10 && i < 22 ? 299 : i).toArray();
        TokenPrompt text = TokenPrompt.text(tokens);
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = colours[i % colours.length];
        }
        return new TokenPrompt(tokens, text.positions(),
                List.of(new TokenPrompt.PlacedImage(key, () -> new PixelPatches(values, 1, 3, 4), 10, 12)));
    }

    @Test
    void another_image_at_the_same_place_is_another_prompt_though_its_placeholders_are_alike() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy().chunks(16, 4)); // an image is read in several pieces

        Finished red = finished(engine.submit(GenerationRequest.of(withImage("red", 1), 12)));
        Finished blue = finished(engine.submit(GenerationRequest.of(withImage("blue", 2), 12)));
        Finished redAgain = finished(engine.submit(GenerationRequest.of(withImage("red", 1), 12)));

        assertThat(red.ids()).isEqualTo(HashModel.greedy(withImage("red", 1), 12));
        assertThat(blue.ids()).isEqualTo(HashModel.greedy(withImage("blue", 2), 12)).isNotEqualTo(red.ids());
        assertThat(blue.reusedTokens()).isEqualTo(10);
        assertThat(redAgain.ids()).isEqualTo(red.ids());
        assertThat(model.encoded()).isEqualTo(2);
    }

    @Test
    void an_image_is_encoded_once_for_all_prompts_it_stands_in() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        for (int i = 0; i < 5; i++) {
            TokenPrompt image = withImage("red", 1);
            int[] tokens = image.tokens().clone();
            tokens[0] = 200 + i; // nothing in common
            TokenPrompt own = new TokenPrompt(tokens, image.positions(), image.images());
            assertThat(finished(engine.submit(GenerationRequest.of(own, 3))).reusedTokens()).isZero();
        }

        assertThat(model.encoded()).isEqualTo(1);
        assertThat(engine.statistics().imagesReused()).isEqualTo(4);
    }

    @Test
    void memory_stays_within_its_bound_and_everything_is_answered() {
        HashModel model = new HashModel(1_000, Long.MAX_VALUE);
        long limit = 400L * HashModel.BYTES_PER_TOKEN;
        Engine engine = engine(model, EngineSettings.within(limit).chunks(16, 32));
        List<GenerationRequest> requests = IntStream.range(0, 30).mapToObj(i -> GenerationRequest.of(prompt(i, 20 + i), 150)).toList();

        List<Generation> all = requests.stream().map(engine::submit).toList();

        for (int i = 0; i < all.size(); i++) {
            assertThat(finished(all.get(i)).ids()).as("request " + i).isEqualTo(HashModel.greedy(requests.get(i).prompt(), 150));
        }
        assertThat(model.most()).isLessThanOrEqualTo(limit);
        assertThat(engine.statistics().kvBytesMost()).isEqualTo(model.most());
    }

    @Test
    void who_came_last_gives_way_and_its_text_does_not_change() {
        HashModel model = new HashModel(1_000, Long.MAX_VALUE);
        Engine engine = engine(model, EngineSettings.within(700L * HashModel.BYTES_PER_TOKEN).chunks(16, 64));
        List<GenerationRequest> requests = IntStream.range(0, 4)
                .mapToObj(i -> GenerationRequest.of(prompt(i, 10), 380).sampled(Sampling.at(0.7, i))).toList();

        List<Generation> all = requests.stream().map(engine::submit).toList();

        for (int i = 0; i < all.size(); i++) {
            Finished alone = finished(engine(HashModel.large(), roomy()).submit(requests.get(i)));
            assertThat(finished(all.get(i)).ids()).as("request " + i).isEqualTo(alone.ids());
        }
        assertThat(engine.statistics().preemptions()).isPositive();
    }

    @Test
    void a_device_with_less_memory_than_promised_slows_down_and_does_not_fail() {
        HashModel model = new HashModel(1_000, 500L * HashModel.BYTES_PER_TOKEN);
        Engine engine = engine(model, EngineSettings.within(100_000L * HashModel.BYTES_PER_TOKEN).chunks(16, 32));
        List<GenerationRequest> requests = IntStream.range(0, 12).mapToObj(i -> GenerationRequest.of(prompt(i, 30), 60)).toList();

        List<Generation> all = requests.stream().map(engine::submit).toList();

        for (int i = 0; i < all.size(); i++) {
            assertThat(finished(all.get(i)).ids()).isEqualTo(HashModel.greedy(requests.get(i).prompt(), 60));
        }
        assertThat(engine.statistics().kvLimit()).isLessThan(10_000L * HashModel.BYTES_PER_TOKEN);
    }

    @Test
    void a_full_queue_refuses_with_a_time_to_come_back() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy().running(2).waiting(3));
        List<Generation> taken = IntStream.range(0, 5).mapToObj(i -> engine.submit(GenerationRequest.of(prompt(i, 10), 5))).toList();
        model.awaitDecoding();

        Failed refused = failed(engine.submit(GenerationRequest.of(prompt(9, 10), 5)));

        assertThat(refused.failure()).isEqualTo(Failure.OVERLOADED);
        assertThat(refused.retryAfter()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        gate.release(1_000);
        taken.forEach(generation -> assertThat(finished(generation).tokens()).hasSize(5));
        assertThat(engine.statistics().refused()).isOne();
        assertThat(finished(engine.submit(GenerationRequest.of(prompt(9, 10), 5))).tokens()).hasSize(5);
    }

    @Test
    void a_cancelled_generation_ends_before_its_next_token_and_the_others_go_on() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy());
        Generation dropped = engine.submit(GenerationRequest.of(prompt(1, 10), 1_000));
        Generation kept = engine.submit(GenerationRequest.of(prompt(2, 10), 20));
        model.awaitDecoding();
        Generation waiting = engine.submit(GenerationRequest.of(prompt(3, 10), 20));

        dropped.cancel();
        waiting.cancel();
        gate.release(10_000);

        assertThat(finished(dropped).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(finished(dropped).tokens().size()).isBetween(1, 4);
        assertThat(finished(waiting).tokens()).isEmpty();
        assertThat(finished(kept).ids()).isEqualTo(HashModel.greedy(prompt(2, 10), 20));
    }

    @Test
    void a_long_prompt_does_not_starve_those_who_decode() {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy().chunks(16, 32));
        Generation decoding = engine.submit(GenerationRequest.of(prompt(1, 10), 60));
        Generation lengthy = engine.submit(GenerationRequest.of(prompt(2, 1_500), 3));
        gate.release(10_000);
        finished(decoding);
        finished(lengthy);

        List<String> calls = model.calls();
        int first = calls.indexOf("prefill 32");
        int prompts = (int) calls.subList(first, calls.size()).stream().filter("prefill 32"::equals).count();
        assertThat(prompts).isGreaterThan(30);
        for (int i = first; i < calls.size() - 1 && calls.subList(i, calls.size()).contains("prefill 32"); i++) {
            assertThat(calls.get(i).startsWith("prefill") && calls.get(i + 1).startsWith("prefill")).as("two pieces in a row at call " + i)
                    .isFalse();
        }
    }

    @Test
    void ten_thousand_tokens_leave_no_more_memory_than_ten() {
        HashModel model = HashModel.large();
        long limit = 20_000L * HashModel.BYTES_PER_TOKEN;
        Engine engine = engine(model, EngineSettings.within(limit).chunks(64, 256));

        Finished text = finished(engine.submit(GenerationRequest.of(prompt(1, 10), 10_000).notHeld()));

        assertThat(text.tokens()).hasSize(10_000);
        assertThat(engine.statistics().kvBytes()).isZero();
        assertThat(model.used()).isZero();
        assertThat(model.most()).isLessThanOrEqualTo(limit);
    }

    @Test
    void scores_that_are_no_numbers_fail_one_request_and_not_the_engine() {
        HashModel model = HashModel.large();
        model.notANumberAfter(token -> token == 250);
        Engine engine = engine(model, roomy());
        Generation broken = engine.submit(GenerationRequest.of(TokenPrompt.text(1, 2, 250), 5));
        Generation brokenToo = engine.submit(GenerationRequest.of(TokenPrompt.text(3, 4, 250), 5).sampled(Sampling.at(1, 1)));
        Generation well = engine.submit(GenerationRequest.of(TokenPrompt.text(5, 6, 7), 1));

        assertThat(failed(broken).failure()).isEqualTo(Failure.NOT_A_NUMBER);
        assertThat(failed(brokenToo).failure()).isEqualTo(Failure.NOT_A_NUMBER);
        assertThat(finished(well).tokens()).hasSize(1);
    }

    @Test
    void a_native_call_that_fails_fails_its_requests_and_not_the_engine() {
        HashModel model = HashModel.large();
        model.failsAt(token -> token == 251);
        Engine engine = engine(model, roomy());

        Failed broken = failed(engine.submit(GenerationRequest.of(TokenPrompt.text(1, 2, 251), 5)));

        assertThat(broken.failure()).isEqualTo(Failure.MODEL_FAILED);
        assertThat(broken.message()).contains("native call failed");
        model.failsAt(_ -> false);
        assertThat(finished(engine.submit(GenerationRequest.of(prompt(1, 10), 5))).tokens()).hasSize(5);
    }

    @Test
    void closing_ends_everything_typed() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy().running(1));
        List<Generation> all = IntStream.range(0, 3).mapToObj(i -> engine.submit(GenerationRequest.of(prompt(i, 10), 5_000))).toList();
        model.awaitDecoding();
        Thread closing = Thread.ofVirtual().start(engine::close);
        gate.release(1_000_000);
        closing.join();

        assertThat(all).allSatisfy(generation -> assertThat(failed(generation).failure()).isEqualTo(Failure.CLOSED));
        assertThat(failed(engine.submit(GenerationRequest.of(prompt(1, 10), 5))).failure()).isEqualTo(Failure.CLOSED);
    }

    @Test
    void a_prompt_for_which_there_is_no_room_is_refused_with_the_room_there_is() {
        Engine engine = engine(new HashModel(50, Long.MAX_VALUE), roomy());

        Failed refused = failed(engine.submit(GenerationRequest.of(prompt(1, 50), 5)));

        assertThat(refused.failure()).isEqualTo(Failure.TOO_LONG);
        assertThat(refused.message()).contains("50 tokens");
        Finished last = finished(engine.submit(GenerationRequest.of(prompt(1, 40), 500)));
        assertThat(last.tokens()).hasSize(10);
        assertThat(last.reason()).isEqualTo(Reason.LENGTH);
    }

    @Test
    void a_text_ends_at_a_stop_string_however_its_tokens_part_it() {
        Engine engine = engine(HashModel.large(), roomy());
        Finished whole = finished(engine.submit(GenerationRequest.of(prompt(4, 10), 60)));
        String text = whole.text();
        int plain = IntStream.range(5, text.length() - 3).filter(i -> text.substring(i, i + 3).chars().allMatch(c -> c < 128)).findFirst()
                .orElseThrow();
        String stop = text.substring(plain, plain + 3);
        int expected = text.indexOf(stop) + stop.length();

        Finished stopped = finished(engine.submit(GenerationRequest.of(prompt(4, 10), 60).stoppingAt(List.of("never seen", stop))));

        assertThat(stopped.text()).isEqualTo(text.substring(0, expected));
        assertThat(stopped.stoppedAt()).contains(stop);
        assertThat(stopped.reason()).isEqualTo(Reason.STOP);
    }

    @Test
    void a_stop_token_ends_the_text_and_is_no_part_of_it() {
        Engine engine = engine(HashModel.large(), roomy());
        int[] whole = HashModel.greedy(prompt(4, 10), 30);
        int stop = whole[7];

        Finished stopped = finished(engine.submit(GenerationRequest.of(prompt(4, 10), 30).stoppingAtTokens(Set.of(stop))));

        int first = IntStream.range(0, 30).filter(i -> whole[i] == stop).findFirst().orElseThrow();
        assertThat(stopped.ids()).isEqualTo(Arrays.copyOf(whole, first));
        assertThat(stopped.stopToken()).hasValueSatisfying(token -> assertThat(token.id()).isEqualTo(stop));
        assertThat(stopped.reason()).isEqualTo(Reason.STOP);
    }

    @Test
    void who_reads_along_sees_whole_characters_and_in_the_end_everything() {
        Engine engine = engine(HashModel.large(), roomy());
        StringBuilder seen = new StringBuilder();

        Finished text = finished(engine.submit(GenerationRequest.of(prompt(11, 10), 80), (_, piece) -> seen.append(piece)));

        assertThat(text.text()).startsWith(seen.toString());
        assertThat(seen.length()).isGreaterThan(70 / 4);
    }

    /** A language of one place that fails, be it asked for what is allowed or told what was written. */
    private record Faulty(boolean asked) implements Constraint {
        @Override
        public int start() {
            return 0;
        }

        @Override
        public TokenMask mask(int state) {
            if (asked) {
                throw new IllegalStateException("no such place");
            }
            return TokenMask.of(java.util.BitSet.valueOf(new long[]{0b110}));
        }

        @Override
        public int after(int state, int token) {
            throw new IllegalStateException("no such way");
        }

        @Override
        public boolean isComplete(int state) {
            return false;
        }

        @Override
        public boolean isChoice(int state) {
            return false;
        }

        @Override
        public int hurried(int state) {
            return state;
        }

        @Override
        public int tokensInHurry() {
            return 0;
        }
    }

    @Test
    void a_constraint_that_fails_fails_its_own_request_and_none_of_the_batch() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy());
        Generation well = engine.submit(GenerationRequest.of(prompt(1, 10), 30));
        model.awaitDecoding();
        Generation asked = engine.submit(GenerationRequest.of(prompt(2, 10), 30).within(new Faulty(true)));
        Generation told = engine.submit(GenerationRequest.of(prompt(3, 10), 30).within(new Faulty(false)));
        gate.release(10_000);

        assertThat(failed(asked).message()).contains("no such place");
        assertThat(failed(told).message()).contains("no such way");
        assertThat(finished(well).ids()).isEqualTo(HashModel.greedy(prompt(1, 10), 30));
    }

    @Test
    void who_hears_of_an_end_finds_its_place_in_the_queue_free() {
        Engine engine = engine(HashModel.large(), roomy().running(1).waiting(1));
        Generation one = engine.submit(GenerationRequest.of(prompt(1, 10), 1));
        for (int i = 0; i < 2_000; i++) {
            Generation next = engine.submit(GenerationRequest.of(prompt(i, 3), 1));
            finished(one);
            one = next;
        }
        finished(one);
        assertThat(engine.statistics().refused()).isZero();
    }

    @Test
    void an_outcome_that_somebody_else_completed_or_left_changes_nothing_in_the_engine() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy().running(1).waiting(1));
        Generation left = engine.submit(GenerationRequest.of(prompt(1, 10), 5));
        Generation waiting = engine.submit(GenerationRequest.of(prompt(2, 10), 5));
        model.awaitDecoding();
        left.outcome().cancel(true);

        assertThat(failed(engine.submit(GenerationRequest.of(prompt(3, 10), 5))).failure()).isEqualTo(Failure.OVERLOADED);
        gate.release(1_000);
        assertThat(finished(waiting).tokens()).hasSize(5);
    }

    @Test
    void an_engine_may_be_closed_by_who_reads_along_and_by_who_is_interrupted() throws InterruptedException {
        Engine engine = engine(HashModel.large(), roomy());
        Generation closing = engine.submit(GenerationRequest.of(prompt(1, 10), 50), (_, _) -> engine.close());
        assertThat(failed(closing).failure()).isEqualTo(Failure.CLOSED);

        HashModel model = HashModel.large();
        Engine other = engine(model, roomy());
        finished(other.submit(GenerationRequest.of(prompt(1, 10), 5)));
        Thread interrupted = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            other.close();
            assertThat(model.isClosedAndEmpty()).isTrue();
        });
        interrupted.join();
        assertThat(model.isClosedAndEmpty()).isTrue();
    }

    @Test
    void memory_that_was_short_for_a_while_does_not_bind_the_engine_for_ever() {
        HashModel model = new HashModel(1_000, Long.MAX_VALUE);
        Engine engine = engine(model, EngineSettings.within(900L * HashModel.BYTES_PER_TOKEN).chunks(16, 32));
        java.util.concurrent.atomic.AtomicInteger shortages = new java.util.concurrent.atomic.AtomicInteger(40);
        model.runsOutOfMemory(() -> shortages.getAndDecrement() > 0 && shortages.get() % 2 == 0);
        List<Generation> crowd = IntStream.range(0, 6).mapToObj(i -> engine.submit(GenerationRequest.of(prompt(i, 20), 30))).toList();
        crowd.forEach(generation -> generation.outcome().join());
        shortages.set(0);

        Finished large = finished(engine.submit(GenerationRequest.of(prompt(50, 800), 60)));

        assertThat(large.ids()).isEqualTo(HashModel.greedy(prompt(50, 800), 60));
    }
}
