package dev.maestro.experts.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.experts.images.PictureLook.Kind;
import dev.maestro.experts.pictures.BarChartGenerator;
import dev.maestro.experts.pictures.LineChartGenerator;
import dev.maestro.experts.pictures.PictureGenerator;
import dev.maestro.experts.pictures.PieChartGenerator;
import dev.maestro.experts.pictures.SignPictures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opencv.core.Mat;

class PictureLookTest {
    private static PictureLook look(byte[] png) {
        Mat image = Mats.decode(png);
        try {
            return PictureLook.at(image);
        } finally {
            image.release();
        }
    }

    @Test
    void drawn_charts_look_like_charts() {
        for (PictureGenerator generator : List.of(new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator())) {
            for (long seed = 0; seed < 4; seed++) {
                PictureLook look = look(generator.draw(seed).png());
                assertThat(look.kind()).as(generator.kind() + " " + seed).isEqualTo(Kind.CHART);
                assertThat(look.confidence()).isBetween(0.5, 1.0);
            }
        }
    }

    @Test
    void a_sign_in_a_street_is_not_taken_for_a_chart() {
        for (long seed = 0; seed < 4; seed++) {
            assertThat(look(new SignPictures().draw(seed).png()).kind()).isNotEqualTo(Kind.CHART);
        }
    }
}
