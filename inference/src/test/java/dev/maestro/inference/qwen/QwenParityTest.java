package dev.maestro.inference.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.DecoderModel.ImageFeatures;
import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import dev.maestro.inference.engine.PromptSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against logits and continuations of the public library on the same checkpoints. */
class QwenParityTest {
    /** Both sides round differently in sums of at most a few hundred products; logits are below 30 here. */
    private static final float FLOAT32 = 1e-5f;
    /**
     * Of bfloat16, how much further than the library from what the same weights come to without rounding: in the square mean, where
     * a tenth would be another way of rounding, and in the one worst logit of a case, which is as far as chance puts it.
     */
    private static final double ROUNDED_ALIKE = 1.1;
    private static final double WORST_ALIKE = 1.5;

    static Stream<String> float32() {
        return ReferenceModel.FLOAT32.stream();
    }

    private static QwenModel load(ReferenceModel reference) {
        return load(reference, false);
    }

    private static QwenModel load(ReferenceModel reference, boolean attendTogether) {
        return QwenModel.load(reference.folder(),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(2048).attendingTogether(attendTogether));
    }

    @ParameterizedTest
    @MethodSource("float32")
    void logits_are_those_of_the_reference(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (QwenModel model = load(reference)) {
            for (ReferenceModel.Case c : reference.cases()) {
                assertThat(distance(whole(model, c), c.logits())).as(name + " " + c.name()).isLessThan(FLOAT32);
            }
        }
    }

    static Stream<Arguments> float32BothWays() {
        return float32().flatMap(name -> Stream.of(false, true).map(together -> Arguments.of(name, together)));
    }

    @ParameterizedTest
    @MethodSource("float32BothWays")
    void two_hundred_greedy_tokens_are_those_of_the_reference_for_all_cases_in_one_batch(String name, boolean together) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (QwenModel model = load(reference, together)) {
            int n = reference.cases().size();
            List<Sequence> sequences = new ArrayList<>();
            int[][] written = new int[n][200];
            int[] last = new int[n];
            for (int i = 0; i < n; i++) {
                ReferenceModel.Case c = reference.cases().get(i);
                Sequence sequence = model.open(c.tokens().length + 200);
                sequences.add(sequence);
                last[i] = prefill(model, sequence, c).best();
                written[i][0] = last[i];
            }
            for (int step = 1; step < 200; step++) {
                try (Logits logits = model.decode(sequences, last)) {
                    last = logits.argmax();
                }
                for (int i = 0; i < n; i++) {
                    written[i][step] = last[i];
                }
            }
            for (int i = 0; i < n; i++) {
                assertThat(written[i]).as(name + " " + reference.cases().get(i).name()).isEqualTo(reference.cases().get(i).greedy());
            }
            sequences.forEach(Sequence::close);
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void a_prompt_in_pieces_that_cut_through_its_images_gives_the_same_logits(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (QwenModel model = QwenModel.load(reference.folder(),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(512).inChunksOf(9))) {
            for (ReferenceModel.Case c : reference.cases()) {
                assertThat(distance(whole(model, c), c.logits())).as(name + " " + c.name()).isLessThan(FLOAT32);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void packed_matrices_give_the_same_logits(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (QwenModel model = QwenModel.load(reference.folder(),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(512).keeping(LoadOptions.Matrices.PACKED))) {
            for (ReferenceModel.Case c : reference.cases()) {
                assertThat(distance(whole(model, c), c.logits())).as(name + " " + c.name()).isLessThan(FLOAT32);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("float32")
    void a_turn_that_reuses_a_prefix_gives_the_same_logits(String name) {
        ReferenceModel reference = ReferenceModel.of(name);
        try (QwenModel model = load(reference)) {
            ReferenceModel.Case c = reference.cases().getLast();
            int length = c.tokens().length;
            try (Sequence first = model.open(length)) {
                Prefilled whole = prefill(model, first, c);
                try (Sequence second = model.fork(first, length - 6, length)) {
                    PromptSpan rest = new PromptSpan(Arrays.copyOfRange(c.tokens(), length - 6, length),
                            tail(MropePositions.of(model.config(), c.tokens(), c.images()).rows(), length - 6), List.of());
                    try (Logits logits = model.prefill(second, rest)) {
                        assertThat(distance(new float[][]{logits.row(0)}, new float[][]{c.logits()[length - 1]})).isLessThan(FLOAT32);
                    }
                    assertThat(second.length()).isEqualTo(length);
                    assertThat(whole.row()).hasSize(model.vocabularySize());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void token_by_token_in_a_batch_of_different_lengths_the_logits_stay_those_of_the_reference(boolean together) {
        ReferenceModel reference = ReferenceModel.of("text-untied");
        try (QwenModel model = load(reference, together)) {
            ReferenceModel.Case c = reference.find("long");
            List<Sequence> sequences = new ArrayList<>();
            int[] starts = {3, 17, 30};
            for (int start : starts) {
                Sequence sequence = model.open(64);
                model.prefill(sequence, new PromptSpan(Arrays.copyOf(c.tokens(), start), MropePositions.text(0, start).rows(), List.of()))
                        .close();
                sequences.add(sequence);
            }
            for (int step = 0; step < 15; step++) {
                int at = step;
                int[] next = IntStream.of(starts).map(s -> c.tokens()[s + at]).toArray();
                try (Logits logits = model.decode(sequences, next)) {
                    for (int i = 0; i < starts.length; i++) {
                        assertThat(distance(new float[][]{logits.row(i)}, new float[][]{c.logits()[starts[i] + step]})).isLessThan(FLOAT32);
                    }
                }
            }
            sequences.forEach(Sequence::close);
        }
    }

    @Test
    void log_probabilities_are_the_logarithm_of_the_softmax() {
        ReferenceModel reference = ReferenceModel.of("text-untied");
        try (QwenModel model = load(reference); Sequence sequence = model.open(64)) {
            ReferenceModel.Case c = reference.find("short");
            try (Logits logits = model.prefillAll(sequence, c.span(model, List.of()))) {
                int[] tokens = {1, 200, 3, 4, 287};
                float[] given = logits.logProbabilities(tokens);
                for (int i = 0; i < tokens.length; i++) {
                    double sum = 0;
                    for (float v : c.logits()[i]) {
                        sum += Math.exp(v);
                    }
                    assertThat((double) given[i]).isCloseTo(c.logits()[i][tokens[i]] - Math.log(sum),
                            org.assertj.core.data.Offset.offset(2e-5));
                }
            }
        }
    }

    @Test
    void bfloat16_is_as_near_to_the_truth_as_the_library_is_however_matrices_are_multiplied() {
        ReferenceModel reference = ReferenceModel.of(ReferenceModel.BFLOAT16);
        LoadOptions options = LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(256);
        for (LoadOptions.Matrices matrices : LoadOptions.Matrices.values()) {
            try (QwenModel model = QwenModel.load(reference.folder(), options.keeping(matrices))) {
                assertThat(model.type()).isEqualTo(DataType.BFLOAT16);
                for (ReferenceModel.Case c : reference.cases()) {
                    float[][] truth = reference.truth(c);
                    float[][] ours = whole(model, c);
                    assertThat(spread(ours, truth)).as(c.name() + " " + matrices).isLessThan(ROUNDED_ALIKE * spread(c.logits(), truth))
                            .isLessThan(0.02);
                    assertThat((double) distance(ours, truth)).as(c.name() + " " + matrices)
                            .isLessThan(WORST_ALIKE * distance(c.logits(), truth));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoadOptions.Matrices.class)
    void weights_of_sixteen_bits_keep_their_values_in_float32_however_matrices_are_kept(LoadOptions.Matrices matrices) {
        ReferenceModel reference = ReferenceModel.of(ReferenceModel.BFLOAT16);
        LoadOptions options = LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(256).in(DataType.FLOAT32);
        try (QwenModel plain = QwenModel.load(reference.folder(), options.keeping(LoadOptions.Matrices.PLAIN));
                QwenModel model = QwenModel.load(reference.folder(), options.keeping(matrices))) {
            assertThat(model.type()).isEqualTo(DataType.FLOAT32);
            for (ReferenceModel.Case c : reference.cases()) {
                // What is stored as true had its pixels rounded.
                float[][] expected = c.images().isEmpty() ? reference.truth(c) : whole(plain, c);
                assertThat(distance(whole(model, c), expected)).as(c.name()).isLessThan(FLOAT32);
            }
        }
    }

    @Test
    void only_matrices_whose_values_sixteen_bits_hold_are_kept_in_halves() {
        LoadOptions halves = LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(256).keeping(LoadOptions.Matrices.HALVED);
        ReferenceModel stored = ReferenceModel.of("text-untied");
        try (QwenModel model = QwenModel.load(stored.folder(), halves)) {
            assertThat(model.matrices()).isEqualTo(LoadOptions.Matrices.PACKED);
        }
        // Only some processors' libraries have the kernels; where they do, both number formats find them.
        LoadOptions.Matrices here;
        try (QwenModel model = QwenModel.load(stored.folder(), halves.in(DataType.BFLOAT16))) {
            here = model.matrices();
            assertThat(here).isIn(LoadOptions.Matrices.HALVED, LoadOptions.Matrices.PACKED);
        }
        try (QwenModel model = QwenModel.load(ReferenceModel.of(ReferenceModel.BFLOAT16).folder(), halves.in(DataType.FLOAT32))) {
            assertThat(model.matrices()).isEqualTo(here);
        }
    }

    /** Square root of the mean square of what lies between. */
    private static double spread(float[][] a, float[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                double off = a[i][j] - b[i][j];
                sum += off * off;
            }
        }
        return Math.sqrt(sum / a.length / a[0].length);
    }

    private static int[][] tail(int[][] rows, int from) {
        return Arrays.stream(rows).map(r -> Arrays.copyOfRange(r, from, r.length)).toArray(int[][]::new);
    }

    private static float[][] whole(QwenModel model, ReferenceModel.Case c) {
        List<ImageFeatures> features = c.images().stream().map(model::encode).toList();
        try (Sequence sequence = model.open(c.tokens().length); Logits logits = model.prefillAll(sequence, c.span(model, features))) {
            return IntStream.range(0, logits.rows()).mapToObj(logits::row).toArray(float[][]::new);
        } finally {
            features.forEach(ImageFeatures::close);
        }
    }

    private record Prefilled(int best, float[] row) {}

    private static Prefilled prefill(DecoderModel model, Sequence sequence, ReferenceModel.Case c) {
        List<ImageFeatures> features = c.images().stream().map(model::encode).toList();
        try (Logits logits = model.prefill(sequence, c.span((QwenModel) model, features))) {
            return new Prefilled(logits.argmax()[0], logits.row(0));
        } finally {
            features.forEach(ImageFeatures::close);
        }
    }

    private static float distance(float[][] a, float[][] b) {
        assertThat(a).hasDimensions(b.length, b[0].length);
        float most = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                float d = Math.abs(a[i][j] - b[i][j]);
                most = Float.isNaN(d) ? Float.POSITIVE_INFINITY : Math.max(most, d);
            }
        }
        return most;
    }
}
