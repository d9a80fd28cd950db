package dev.maestro.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.Image;
import dev.maestro.images.ImageOperations.Labelled;
import dev.maestro.testing.TestImages;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOperationsTest {
    private static int[] rgb(BufferedImage image, int x, int y) {
        int pixel = image.getRGB(x, y);
        return new int[]{pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255};
    }

    @ParameterizedTest
    @CsvSource({
        // as said, reversed, partly outside, a point grown to the minimum, at the edge, padded
        "10, 10, 50, 40, 0, 1,    10, 10, 50, 40",
        "50, 40, 10, 10, 0, 1,    10, 10, 50, 40",
        "-30, -5, 20, 15, 0, 1,   0, 0, 20, 15",
        "50, 50, 50, 50, 0, 20,   40, 40, 60, 60",
        "99, 99, 100, 100, 0, 20, 80, 80, 100, 100",
        "0, 0, 2, 2, 0, 20,       0, 0, 20, 20",
        "40, 40, 60, 60, 0.5, 1,  30, 30, 70, 70",
        "10.4, 10.6, 20.2, 20.9, 0, 1, 10, 10, 21, 21",
        "100, 100, 100, 100, 0, 1, 99, 99, 100, 100",
        "-1e300, 0, 1e300, 5, 0, 1, 0, 0, 100, 5"})
    void a_box_is_ordered_clamped_padded_and_grown(double x1, double y1, double x2, double y2, double padding, int minSide,
            int left, int top, int right, int bottom) {
        assertThat(ImageRegion.meant(new double[]{x1, y1, x2, y2}, 100, 100, padding, minSide))
                .contains(new ImageRegion(left, top, right, bottom));
    }

    @Test
    void a_box_that_means_nothing_is_none() {
        assertThat(ImageRegion.meant(new double[]{200, 10, 300, 50}, 100, 100, 0, 1)).isEmpty();
        assertThat(ImageRegion.meant(new double[]{Double.NaN, 10, 30, 50}, 100, 100, 0, 1)).isEmpty();
        assertThat(ImageRegion.meant(new double[]{0, 0, Double.POSITIVE_INFINITY, 50}, 100, 100, 0, 1)).isEmpty();
        assertThat(ImageRegion.meant(new double[]{0, 0, 30}, 100, 100, 0, 1)).isEmpty();
    }

    @Test
    void a_crop_shows_its_region() {
        Image crop = ImageOperations.crop(TestImages.png(100, 100), new ImageRegion(50, 0, 100, 50));
        assertThat(new int[]{crop.width(), crop.height()}).containsExactly(50, 50);
        BufferedImage pixels = StoredImages.decode(crop);
        assertThat(rgb(pixels, 0, 0)).containsExactly(0, 255, 0);
        assertThat(rgb(pixels, 49, 49)).containsExactly(0, 255, 0);
        assertThat(ImageOperations.crop(TestImages.png(100, 100), new ImageRegion(90, 90, 400, 400)).width()).isEqualTo(10);
        assertThat(ImageOperations.crop(TestImages.jpeg(100, 100), new ImageRegion(90, 90, 100, 100)).mediaType()).isEqualTo("image/jpeg");
    }

    @Test
    void boxes_are_drawn_with_a_label_above_that_stands_out() {
        Image plain = TestImages.png(600, 600);
        Image drawn = ImageOperations.drawBoxes(plain, List.of(new Labelled(new ImageRegion(320, 340, 500, 500), "sheep 1")));
        BufferedImage before = StoredImages.decode(plain);
        BufferedImage after = StoredImages.decode(drawn);
        assertThat(new int[]{drawn.width(), drawn.height()}).containsExactly(600, 600);
        assertThat(rgb(after, 320, 400)).as("left side of the frame").isNotEqualTo(rgb(before, 320, 400));
        assertThat(rgb(after, 410, 420)).as("inside stays").containsExactly(rgb(before, 410, 420));
        int white = 0;
        int changed = 0;
        for (int y = 320; y < 340; y++) {
            for (int x = 322; x < 400; x++) {
                int[] pixel = rgb(after, x, y);
                changed += java.util.Arrays.equals(pixel, rgb(before, x, y)) ? 0 : 1;
                white += pixel[0] > 230 && pixel[1] > 230 && pixel[2] > 230 ? 1 : 0;
            }
        }
        assertThat(changed).as("a filled strip").isGreaterThan(600);
        assertThat(white).as("white letters").isGreaterThan(60);
    }

    @Test
    void a_label_stays_inside_the_picture_and_the_same_input_gives_the_same_bytes() {
        Image plain = TestImages.png(60, 40);
        List<Labelled> boxes = List.of(new Labelled(new ImageRegion(50, 0, 60, 10), "ein sehr langes Schild über alles"),
                new Labelled(new ImageRegion(0, 30, 500, 600), ""));
        Image drawn = ImageOperations.drawBoxes(plain, boxes);
        assertThat(drawn.bytes()).isNotEqualTo(plain.bytes()).isEqualTo(ImageOperations.drawBoxes(plain, boxes).bytes());
    }

    @ParameterizedTest
    @CsvSource({"1000, 800, 200000", "4000, 3000, 1000000", "3000, 15, 4000", "1, 5000, 100", "10, 10, 1"})
    void a_rendition_has_at_most_the_pixels_asked_for_and_the_same_shape(int width, int height, long maxPixels) {
        var rendition = Renditions.needed(width, height, "image/png", maxPixels).orElseThrow();
        assertThat((long) rendition.width() * rendition.height()).isBetween(1L, maxPixels);
        assertThat(rendition.width()).isPositive();
        if (width < 10 * height && height < 10 * width && maxPixels > 1_000) {
            assertThat((double) rendition.width() / rendition.height()).isCloseTo((double) width / height,
                    org.assertj.core.data.Percentage.withPercentage(1));
        }
    }

    @Test
    void a_picture_that_fits_is_not_copied_and_one_that_does_not_is_scaled_the_same_way_each_time() {
        Image image = TestImages.png(100, 100);
        assertThat(Renditions.fit(image, 10_000)).isSameAs(image);
        assertThat(Renditions.needed(100, 100, "image/png", 2_500)).contains(new Renditions.Rendition(50, 50, "scale-2:area:50x50:png"));
        Image small = Renditions.fit(image, 2_500);
        assertThat(new int[]{small.width(), small.height()}).containsExactly(50, 50);
        assertThat(small.bytes()).isEqualTo(Renditions.fit(image, 2_500).bytes());
        assertThat(rgb(StoredImages.decode(small), 40, 10)).containsExactly(0, 255, 0);
    }
}
