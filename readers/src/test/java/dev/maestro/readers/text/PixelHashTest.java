package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.readers.opencv.OpenCv;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

class PixelHashTest {
    @Test
    void the_same_pixels_have_one_identity_also_as_a_part_of_a_larger_image() {
        OpenCv.load();
        Mat large = new Mat(40, 60, CvType.CV_8UC3, new Scalar(10, 20, 30));
        Mat part = large.submat(new Rect(5, 5, 20, 10));
        Mat same = new Mat(10, 20, CvType.CV_8UC3, new Scalar(10, 20, 30));

        assertThat(PixelHash.of(part)).isEqualTo(PixelHash.of(same));
        same.put(3, 4, new byte[]{1, 2, 3});
        assertThat(PixelHash.of(part)).isNotEqualTo(PixelHash.of(same));
    }

    @Test
    void an_image_of_another_shape_with_the_same_bytes_is_another_image() {
        OpenCv.load();
        assertThat(PixelHash.of(new Mat(10, 20, CvType.CV_8UC3, new Scalar(0))))
                .isNotEqualTo(PixelHash.of(new Mat(20, 10, CvType.CV_8UC3, new Scalar(0))));
    }
}
