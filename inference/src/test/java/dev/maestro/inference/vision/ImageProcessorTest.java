package dev.maestro.inference.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.testing.ProcessingFiles;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageProcessorTest {
    @Test
    void patches_are_bit_for_bit_those_of_the_reference() throws NoSuchAlgorithmException {
        List<JsonNode> rows = ProcessingFiles.rows("patches.jsonl");
        assertThat(rows).hasSizeGreaterThan(38);
        for (JsonNode row : rows) {
            String what = row.get("picture").asText() + " with " + row.get("processor").asText();
            PixelPatches made = processor(row.get("processor").asText()).process(ProcessingFiles.image(row.get("picture").asText()));
            assertThat(new int[]{made.gridTime(), made.gridHeight(), made.gridWidth()}).as(what)
                    .isEqualTo(ProcessingFiles.ints(row.get("grid")));
            assertThat(made.values()).as(what).hasSize(made.patches() * row.get("width").asInt());
            for (int i = 0; i < row.get("at").size(); i++) {
                assertThat(made.values()[row.get("at").get(i).asInt()]).as(what + ", value " + row.get("at").get(i))
                        .isEqualTo((float) row.get("values").get(i).asDouble());
            }
            // no tolerance: the arithmetic up to the last rounding is that of whole numbers
            assertThat(sha256(made.values())).as(what).isEqualTo(row.get("sha256").asText());
        }
    }

    private static ImageProcessor processor(String name) {
        return ImageProcessor.of(ProcessingFiles.path("processors/" + name)).orElseThrow();
    }

    private static String sha256(float[] values) throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }

    @Test
    void sides_are_those_of_the_reference() {
        List<JsonNode> rows = ProcessingFiles.rows("sizes.jsonl");
        assertThat(rows).hasSize(400);
        for (JsonNode row : rows) {
            int width = row.get("width").asInt();
            int height = row.get("height").asInt();
            ImageProcessorConfig config = new ImageProcessorConfig(
                    row.get("factor").asInt(), 1, 1, row.get("least").asLong(), row.get("most").asLong(), true, Optional.empty(),
                    Optional.empty());
            int[] to = ProcessingFiles.ints(row.get("to"));
            if (to[0] == 0) {
                assertThatThrownBy(() -> SmartSize.of(width, height, config)).hasMessageStartingWith("PICTURE_TOO_LONG: ")
                        .hasMessageContaining("200");
            } else {
                assertThat(SmartSize.of(width, height, config)).as(row.toString()).isEqualTo(new SmartSize(to[0], to[1]));
            }
        }
    }

    @Test
    void placeholders_are_counted_without_looking_at_the_image() {
        ImageProcessor small = processor("small");
        PixelPatches photo = small.process(ProcessingFiles.image("photo.jpg"));
        assertThat(small.tokens(photo)).isEqualTo(photo.gridHeight() * photo.gridWidth() / 4).isEqualTo(small.tokensFor(333, 217));
    }

    @Test
    void a_lower_bound_on_pixels_makes_images_cheaper() {
        ImageProcessor small = processor("small");
        ImageProcessor thrifty = new ImageProcessor(small.config().withMaxPixels(8192));
        assertThat(thrifty.tokensFor(1000, 1000)).isEqualTo(4).isLessThan(small.tokensFor(1000, 1000));
    }

    @Test
    void what_is_no_image_is_refused_with_the_formats_that_are() {
        ImageProcessor small = processor("small");
        assertThatThrownBy(() -> small.process("GIF89a...".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ImageUnsupportedException.class)
                .hasMessageStartingWith("PICTURE_FORMAT_UNKNOWN: ").hasMessageContaining("PNG").hasMessageContaining("JPEG");
        assertThatThrownBy(() -> small.process(new byte[0])).isInstanceOf(ImageUnsupportedException.class);
    }

    @Test
    void images_cut_anywhere_are_refused_or_read_and_nothing_else() {
        ImageProcessor small = processor("small");
        for (String name : List.of("odd.png", "photo.jpg", "palette.png", "turned-6.jpg")) {
            byte[] whole = ProcessingFiles.image(name);
            for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
                byte[] cut = Arrays.copyOf(whole, length);
                try {
                    assertThat(small.process(cut).patches()).isPositive();
                } catch (ImageUnsupportedException e) {
                    assertThat(e.code()).isIn(ModelImageErrors.PICTURE_UNREADABLE, ModelImageErrors.PICTURE_FORMAT_UNKNOWN);
                }
            }
        }
    }

    @Test
    void an_image_that_claims_to_be_huge_is_refused_before_memory_is_spent() {
        byte[] png = ProcessingFiles.image("tiny.png").clone();
        ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> processor("small").process(png)).hasMessageStartingWith("PICTURE_TOO_LARGE: ")
                .hasMessageContaining("100000 x 100000");
    }

    @Test
    void a_folder_without_an_image_processor_has_none(@TempDir Path folder) {
        assertThat(ImageProcessor.of(folder)).isEmpty();
    }

    @Test
    void unsupported_settings_are_refused_by_name(@TempDir Path folder) throws IOException {
        for (String setting : List.of("\"do_center_crop\": true", "\"do_pad\": true", "\"resample\": 1",
                "\"image_processor_type\": \"CLIPImageProcessor\"", "\"do_convert_rgb\": false",
                "\"image_mean\": [0.5]")) {
            Files.writeString(folder.resolve("preprocessor_config.json"), "{" + setting + "}");
            assertThatThrownBy(() -> ImageProcessor.of(folder)).as(setting).isInstanceOf(CheckpointRefusedException.class)
                    .hasMessageStartingWith("IMAGE_PROCESSOR_UNSUPPORTED: ").hasMessageContaining(setting.split("\"")[1])
                    .hasMessageContaining("preprocessor_config.json");
        }
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"patch_size\": 0}");
        assertThatThrownBy(() -> ImageProcessor.of(folder)).hasMessageStartingWith("IMAGE_PROCESSOR_INVALID: ");
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"patch_size\":");
        assertThatThrownBy(() -> ImageProcessor.of(folder)).hasMessageStartingWith("IMAGE_PROCESSOR_UNREADABLE: ");
    }

    @Test
    void the_part_inside_a_processor_config_counts_before_the_file_of_its_own(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"patch_size\": 14}");
        Files.writeString(folder.resolve("processor_config.json"),
                "{\"image_processor\": {\"patch_size\": 16, \"size\": {\"shortest_edge\": 1024, \"longest_edge\": 4096}}}");
        ImageProcessorConfig config = ImageProcessorConfig.read(folder).orElseThrow();
        assertThat(config.patchSize()).isEqualTo(16);
        assertThat(config.minPixels()).isEqualTo(1024);
        assertThat(config.maxPixels()).isEqualTo(4096);
    }
}
