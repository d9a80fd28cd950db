package dev.maestro.drawings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.Image;
import dev.maestro.images.ImageLook;
import dev.maestro.images.ImageLook.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLookTest {
    private static ImageLook look(byte[] png) {
        return ImageLook.at(new Image(png, "image/png", 1, 1));
    }

    @Test
    void drawn_charts_look_like_charts() {
        for (DrawingGenerator generator : List.of(new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator())) {
            for (long seed = 0; seed < 4; seed++) {
                ImageLook look = look(generator.draw(seed).png());
                assertThat(look.kind()).as(generator.kind() + " " + seed).isEqualTo(Kind.CHART);
                assertThat(look.confidence()).isBetween(0.5, 1.0);
            }
        }
    }

    @Test
    void a_sign_in_a_street_is_not_taken_for_a_chart() {
        for (long seed = 0; seed < 4; seed++) {
            assertThat(look(new SignGenerator().draw(seed).png()).kind()).isNotEqualTo(Kind.CHART);
        }
    }
}
