package dev.maestro.inference.vision;

import static dev.maestro.testing.TestImages.encode;
import static dev.maestro.testing.TestImages.exif;
import static dev.maestro.testing.TestImages.quarters;
import static dev.maestro.testing.TestImages.withJpegOrientation;
import static dev.maestro.testing.TestImages.withPngChunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.images.ImageIngestion;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expert is shown what was taken in; a policy of this process may decode the user's own file. Both must see the same way up. */
class SameOrientationTest {
    private static final int UPRIGHT = 1;

    private final ImageIngestion ingestion = new ImageIngestion();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void expert_and_policy_see_a_png_the_same_way_up(int orientation) throws Exception {
        byte[] file = withPngChunk(encode(quarters(40, 20), "png"), "eXIf", exif(orientation));

        assertSame(file, 0);
        assertThat(ImageDecoder.decode(file).width()).isEqualTo(orientation < 5 ? 40 : 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void expert_and_policy_see_a_jpeg_the_same_way_up(int orientation) throws Exception {
        byte[] file = withJpegOrientation(encode(quarters(48, 32), "jpeg"), orientation);

        assertSame(file, 40);
        assertThat(ImageDecoder.size(file)).containsExactly(orientation < 5 ? 48 : 32, orientation < 5 ? 32 : 48);
    }

    @Test
    void an_orientation_of_the_wrong_type_or_behind_a_wrong_mark_turns_neither() throws Exception {
        byte[] wrongType = exif(6);
        ByteBuffer.wrap(wrongType).putShort(12, (short) 4);
        byte[] wrongMark = exif(6);
        ByteBuffer.wrap(wrongMark).putShort(2, (short) 43);
        for (byte[] exif : new byte[][]{wrongType, wrongMark, exif(9), exif(0)}) {
            byte[] file = withPngChunk(encode(quarters(40, 20), "png"), "eXIf", exif);

            assertSame(file, 0);
            assertThat(ImageHeader.of(file).orientation()).isEqualTo(UPRIGHT);
        }
    }

    @Test
    void of_two_orientations_in_a_jpeg_both_believe_the_first() throws Exception {
        byte[] file = withJpegOrientation(withJpegOrientation(encode(quarters(48, 32), "jpeg"), 3), 6);

        assertSame(file, 40);
        assertThat(ImageHeader.of(file).orientation()).isEqualTo(6); // inserted last, stands first
    }

    private void assertSame(byte[] file, int tolerance) throws Exception {
        RgbImage expert = ImageDecoder.decode(ingestion.ingest(file).bytes());
        RgbImage policy = ImageDecoder.decode(file);

        assertThat(new int[]{policy.width(), policy.height()}).containsExactly(expert.width(), expert.height());
        for (int i = 0; i < expert.samples().length; i++) {
            if (tolerance > 0 && nearABorder(i / 3 % expert.width(), expert.width(), i / 3 / expert.width(), expert.height())) {
                continue; // coding again rings where colours meet
            }
            assertThat(policy.samples()[i] & 0xFF).as("sample %d", i).isCloseTo(expert.samples()[i] & 0xFF, within(tolerance));
        }
    }

    private static boolean nearABorder(int x, int width, int y, int height) {
        return Math.abs(x - width / 2) < 9 || Math.abs(y - height / 2) < 9;
    }
}
