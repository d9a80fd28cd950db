package dev.maestro.inference.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.EngineStatistics;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.engine.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine over the real model: whatever it batches, shares, throws out and reads again, the texts are the library's. */
@Timeout(120)
class QwenEngineTest {
    private static final int CACHE_TOKENS = 2_048;

    /** One that reads only, one that sees; the others differ in what {@link QwenParityTest} looks at. */
    static List<String> float32() {
        return List.of("text-tied-biased", "sees-deep");
    }

    /** Its tokens are no text. */
    private record Letters(int size) implements Vocabulary {
        @Override
        public byte[] bytes(int token) {
            return new byte[]{(byte) ('a' + token % 26)};
        }
    }

    private static Engine engine(ReferenceModel reference, int cacheTokens, int running) {
        QwenModel model = QwenModel.load(reference.folder(),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(CACHE_TOKENS));
        EngineSettings settings = EngineSettings.within(cacheTokens * model.bytesPerToken()).images(1_000_000).running(running).chunks(16,
                24);
        return Engine.start(model, new Letters(model.vocabularySize()), settings);
    }

    private static TokenPrompt prompt(ReferenceModel reference, ReferenceModel.Case c) {
        dev.maestro.inference.checkpoint.ModelConfig config = dev.maestro.inference.checkpoint.ModelConfig.read(reference.folder());
        List<TokenPrompt.PlacedImage> images = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < c.images().size(); i++) {
            var patches = c.images().get(i);
            while (c.tokens()[at] != config.imageToken().orElseThrow()) {
                at++;
            }
            int merge = config.vision().orElseThrow().mergeSize();
            int count = patches.patches() / (merge * merge);
            images.add(new TokenPrompt.PlacedImage(c.name() + "/" + i, () -> patches, at, count));
            at += count;
        }
        return new TokenPrompt(c.tokens(), MropePositions.of(config, c.tokens(), c.images()).rows(), images);
    }

    private static Finished finished(Generation generation) {
        return (Finished) generation.outcome().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @MethodSource("float32")
    void all_cases_at_once_give_the_librarys_greedy_texts(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (Engine engine = engine(reference, CACHE_TOKENS, 16)) {
            List<Generation> all = reference.cases().stream().map(c -> engine.submit(GenerationRequest.of(prompt(reference, c), 200)))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(finished(all.get(i)).ids()).as(name + " " + reference.cases().get(i).name())
                        .isEqualTo(reference.cases().get(i).greedy());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void memory_for_little_more_than_one_of_them_gives_the_same_texts_later(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        int longest = reference.cases().stream().mapToInt(c -> c.tokens().length).max().orElseThrow();
        try (Engine engine = engine(reference, 2 * (longest + 216), 16)) {
            List<Generation> all = IntStream.range(0, 2 * reference.cases().size())
                    .mapToObj(i -> engine.submit(GenerationRequest.of(prompt(reference, reference.cases().get(i / 2)), 200).notHeld()))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(finished(all.get(i)).ids()).as(name + " " + i).isEqualTo(reference.cases().get(i / 2).greedy());
            }
            EngineStatistics after = engine.statistics();
            assertThat(after.kvBytesMost()).isLessThanOrEqualTo(after.kvLimit());
            assertThat(after.imagesEncoded()).as("each image is looked at once, or again after it was thrown out")
                    .isLessThanOrEqualTo(2L * reference.cases().stream().mapToInt(c -> c.images().size()).sum());
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void a_second_turn_computes_only_its_new_tokens_and_says_what_a_fresh_engine_says(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        ReferenceModel.Case c = reference.cases().getLast();
        TokenPrompt first = prompt(reference, c);
        TokenPrompt second = first.extendedBy(Arrays.copyOf(c.greedy(), 20)).extendedBy(3, 5, 7, 9, 11, 13);
        int[] fresh;
        try (Engine engine = engine(reference, CACHE_TOKENS, 4)) {
            fresh = finished(engine.submit(GenerationRequest.of(second, 60))).ids();
        }
        try (Engine engine = engine(reference, CACHE_TOKENS, 4)) {
            finished(engine.submit(GenerationRequest.of(first, 40).inConversation("q")));
            Finished turn = finished(engine.submit(GenerationRequest.of(second, 60).inConversation("q")));
            assertThat(turn.ids()).isEqualTo(fresh);
            assertThat(turn.promptTokens() - turn.reusedTokens()).isEqualTo(6);
            assertThat(engine.statistics().imagesEncoded()).isLessThanOrEqualTo(c.images().size());
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void a_seed_draws_the_same_text_alone_and_among_others(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        TokenPrompt prompt = prompt(reference, reference.cases().getFirst());
        GenerationRequest drawn = GenerationRequest.of(prompt, 60).sampled(new Sampling(0.9, 20, 0.95, 0, 11));
        int[] alone;
        try (Engine engine = engine(reference, CACHE_TOKENS, 4)) {
            alone = finished(engine.submit(drawn)).ids();
        }
        try (Engine engine = engine(reference, CACHE_TOKENS, 8)) {
            List<Generation> others = IntStream.range(0, 5)
                    .mapToObj(i -> engine.submit(GenerationRequest.of(prompt, 20 + i * 9).sampled(Sampling.at(1, i)))).toList();
            assertThat(finished(engine.submit(drawn)).ids()).isEqualTo(alone);
            others.forEach(QwenEngineTest::finished);
        }
    }
}
