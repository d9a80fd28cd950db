package dev.maestro.readers.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.Image;
import dev.maestro.images.ImageRefusedException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class MatsTest {
    @Test
    void an_image_survives_the_way_through_a_matrix() {
        OpenCv.load();
        Mat blue = new Mat(20, 30, CvType.CV_8UC3, new Scalar(255, 0, 0));
        Image image = Mats.pngImage(blue);
        assertThat(image.width()).isEqualTo(30);
        assertThat(image.height()).isEqualTo(20);
        Mat back = Mats.decode(image);
        assertThat(back.get(7, 11)).containsExactly(255, 0, 0);
        Mat gray = Mats.decodeGray(Mats.jpegImage(blue, 95));
        assertThat(gray.channels()).isEqualTo(1);
        assertThat(gray.get(7, 11)[0]).isBetween(27.0, 31.0);
    }

    @Test
    void bytes_that_are_no_image_are_refused() {
        assertThatThrownBy(() -> Mats.decode("no image".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(ImageRefusedException.class)
                .hasMessageStartingWith("IMAGE_UNREADABLE: 8 bytes");
    }

    @Test
    void many_threads_may_load_at_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var loads = IntStream.range(0, 32).mapToObj(_ -> threads.submit(OpenCv::load)).toList();
            for (var load : loads) {
                load.get();
            }
        }
        assertThat(new Mat(1, 1, CvType.CV_8UC1).total()).isEqualTo(1);
    }
}
