package dev.maestro.inference.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import dev.maestro.inference.engine.EngineErrors;
import dev.maestro.inference.engine.OutOfModelMemoryException;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.text.ModelInputErrors;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is refused with the fix, and the model stays usable. */
class QwenFailureTest {
    private static final ReferenceModel REFERENCE = ReferenceModel.of("text-untied");
    private static final LoadOptions OPTIONS = LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(100);

    @TempDir
    private Path folder;

    private static PromptSpan words(int... tokens) {
        return new PromptSpan(tokens, MropePositions.text(0, tokens.length).rows(), List.of());
    }

    @Test
    void weights_that_are_not_numbers_are_refused_with_their_name() throws IOException {
        Files.copy(REFERENCE.folder().resolve("config.json"), folder.resolve("config.json"));
        byte[] bytes = Files.readAllBytes(REFERENCE.folder().resolve("model.safetensors"));
        // the last number of the last tensor
        bytes[bytes.length - 1] = 0x7f;
        bytes[bytes.length - 2] = (byte) 0xc0;
        Files.write(folder.resolve("model.safetensors"), bytes);
        assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(() -> QwenModel.load(folder, OPTIONS))
                .withMessageContainingAll("CHECKPOINT_NOT_FINITE", "model.norm.weight", "model.safetensors");
    }

    @Test
    void weights_that_are_cut_short_or_replaced_under_a_loaded_model_do_not_matter_to_it() throws IOException {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(REFERENCE.folder().resolve(file), folder.resolve(file));
        }
        try (QwenModel model = QwenModel.load(folder, OPTIONS); Sequence before = model.open(4); Sequence after = model.open(4)) {
            float[] expected;
            try (Logits logits = model.prefill(before, words(1, 2, 3))) {
                expected = logits.row(0);
            }
            try (FileChannel file = FileChannel.open(folder.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
                file.truncate(16);
            }
            try (Logits logits = model.prefill(after, words(1, 2, 3))) {
                assertThat(logits.row(0)).isEqualTo(expected);
            }
        }
    }

    @Test
    void weights_that_are_cut_short_while_they_are_read_are_refused() throws IOException {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(REFERENCE.folder().resolve(file), folder.resolve(file));
        }
        Path weights = folder.resolve("model.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            StoredTensor last = checkpoint.tensors().get("model.norm.weight");
            checkpoint.read(last, 0, ByteBuffer.allocate((int) last.bytes()));
            checkpoint.requireUnchanged();
            try (FileChannel file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
                file.truncate(last.offset() + 8);
            }
            assertThatExceptionOfType(CheckpointRefusedException.class)
                    .isThrownBy(() -> checkpoint.read(last, 0, ByteBuffer.allocate((int) last.bytes())))
                    .withMessageContainingAll("CHECKPOINT_TRUNCATED", "model.safetensors", "model.norm.weight", "became shorter");
            assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(checkpoint::requireUnchanged)
                    .withMessageContaining("CHECKPOINT_CHANGED");
        }
    }

    @Test
    void a_head_of_its_own_is_used_although_the_configuration_ties_it() throws IOException {
        String config = Files.readString(REFERENCE.folder().resolve("config.json"));
        assertThat(config).contains("\"tie_word_embeddings\": false");
        Files.writeString(folder.resolve("config.json"), config.replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true"));
        Files.copy(REFERENCE.folder().resolve("model.safetensors"), folder.resolve("model.safetensors"));
        try (QwenModel tied = QwenModel.load(folder, OPTIONS);
                QwenModel separate = QwenModel.load(REFERENCE.folder(), OPTIONS);
                Sequence one = tied.open(4);
                Sequence other = separate.open(4);
                Logits ours = tied.prefill(one, words(1, 2, 3));
                Logits theirs = separate.prefill(other, words(1, 2, 3))) {
            assertThat(tied.config().tiedEmbeddings()).isFalse();
            assertThat(ours.row(0)).isEqualTo(theirs.row(0));
        }
    }

    @Test
    void a_model_that_does_not_fit_is_refused_before_it_is_loaded() {
        assertThatExceptionOfType(CheckpointRefusedException.class)
                .isThrownBy(() -> QwenModel.load(REFERENCE.folder(), OPTIONS.withMemoryLimit(1 << 20)))
                .withMessageContainingAll("MEMORY_TOO_SMALL", "66,352 parameters", "the limit set for it is 1.0 MiB");
        assertThatExceptionOfType(CheckpointRefusedException.class).as("without loading")
                .isThrownBy(() -> QwenModel.check(REFERENCE.folder(), OPTIONS.withMemoryLimit(1 << 20)))
                .withMessageContainingAll("MEMORY_TOO_SMALL", "the limit set for it is 1.0 MiB");
        QwenModel.check(REFERENCE.folder(), OPTIONS);
    }

    @Test
    void a_number_format_without_arithmetic_is_refused() {
        assertThatExceptionOfType(CheckpointRefusedException.class)
                .isThrownBy(() -> QwenModel.load(REFERENCE.folder(), OPTIONS.in(DataType.FLOAT16)))
                .withMessageContaining("DTYPE_UNSUPPORTED");
        assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> LoadOptions.type("int8"))
                .withMessageContaining("Valid: auto, float32").satisfies(e -> assertThat(e.code()).isEqualTo(LoadErrors.DTYPE_UNKNOWN));
    }

    @Test
    void a_device_is_named_by_kind_and_number() {
        assertThat(LoadOptions.device("auto")).isEqualTo(LoadOptions.Device.AUTO);
        assertThat(LoadOptions.device("cpu")).isEqualTo(LoadOptions.Device.CPU);
        assertThat(LoadOptions.device("cuda")).isEqualTo(LoadOptions.Device.CUDA).isEqualTo(LoadOptions.device("cuda:0"));
        assertThat(LoadOptions.device("cuda:3")).isEqualTo(new LoadOptions.Device("cuda", 3));
        for (String wrong : List.of("tpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1000", "cpu:0", "auto:1", "CUDA", "")) {
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> LoadOptions.device(wrong)).withMessageContainingAll(
                    "DEVICE_UNKNOWN: device \"" + wrong + "\"", "Valid: auto, cpu, cuda, or one of several as cuda:0");
        }
    }

    @Test
    void tokens_sequences_and_images_that_do_not_belong_are_refused() {
        try (QwenModel model = QwenModel.load(REFERENCE.folder(), OPTIONS);
                QwenModel other = QwenModel.load(REFERENCE.folder(), OPTIONS);
                Sequence sequence = model.open(4);
                Sequence foreign = other.open(4)) {
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.prefill(sequence, words(1, 288)))
                    .withMessageContaining("TOKEN_OUT_OF_RANGE: token 288. Valid: 0 to 287")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.TOKEN_OUT_OF_RANGE));
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.prefill(foreign, words(1)))
                    .withMessageContaining("SEQUENCE_FOREIGN")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.SEQUENCE_FOREIGN));
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.prefill(sequence, words(1, 2, 3, 4, 5)))
                    .withMessageContaining("SEQUENCE_FULL").satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.SEQUENCE_FULL));
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.encode(new PixelPatches(new float[4 * 96], 1, 2, 2)))
                    .withMessageContaining("MODEL_BLIND").satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.MODEL_BLIND));
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.decode(List.of(sequence, sequence), new int[]{1, 2}))
                    .withMessageContaining("twice").satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.DECODE_INVALID));
            assertThat(sequence.length()).isZero();
            model.prefill(sequence, words(1, 2, 3, 4)).close();
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.decode(List.of(sequence), new int[]{1}))
                    .withMessageContaining("SEQUENCE_FULL").satisfies(e -> assertThat(e.code()).isEqualTo(SequenceErrors.SEQUENCE_FULL));
        }
    }

    @Test
    void an_image_of_another_grid_is_refused() {
        try (QwenModel model = QwenModel.load(ReferenceModel.of("sees-deep").folder(), OPTIONS)) {
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.encode(new PixelPatches(new float[6 * 96], 1, 3, 2)))
                    .withMessageContaining("merges squares of 2")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(EngineErrors.PIXEL_PATCHES_INVALID));
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> model.encode(new PixelPatches(new float[4 * 95], 1, 2, 2)))
                    .withMessageContaining("reads 96 values")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(EngineErrors.PIXEL_PATCHES_INVALID));
            assertThatExceptionOfType(MaestroException.class)
                    .isThrownBy(() -> MropePositions.of(model.config(), new int[]{1, 280, 2}, List.of()))
                    .withMessageContaining("IMAGES_MISSING")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ModelInputErrors.IMAGES_MISSING));
        }
    }

    @Test
    void scattered_free_rows_are_brought_together_and_those_who_moved_go_on_as_before() {
        try (QwenModel model = QwenModel.load(REFERENCE.folder(), OPTIONS); QwenModel quiet = QwenModel.load(REFERENCE.folder(), OPTIONS)) {
            Sequence first = model.open(30);
            Sequence second = model.open(30);
            Sequence third = model.open(30);
            Sequence expected = quiet.open(30);
            for (Sequence s : List.of(first, second, third)) {
                model.prefill(s, words(7, 8, 9)).close();
            }
            quiet.prefill(expected, words(7, 8, 9)).close();
            first.close();
            assertThatExceptionOfType(OutOfModelMemoryException.class).isThrownBy(() -> model.open(50))
                    .withMessageContainingAll("MODEL_MEMORY_FULL", "40 of 100 are free");
            try (Sequence large = model.open(40);
                    Logits theirs = quiet.decode(List.of(expected), new int[]{3});
                    Logits ours = model.decode(List.of(second, third), new int[]{3, 3})) {
                assertThat(large.capacity()).isEqualTo(40);
                assertThat(ours.row(0)).usingComparatorWithPrecision(1e-5f).containsExactly(theirs.row(0));
                assertThat(ours.row(1)).usingComparatorWithPrecision(1e-5f).containsExactly(theirs.row(0));
            }
        }
    }
}
