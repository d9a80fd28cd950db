package dev.maestro.images.lettering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LetteringTest {
    @ParameterizedTest
    @EnumSource(FontFace.class)
    void every_face_draws_ink_where_it_says(FontFace face) {
        Lettering lettering = Lettering.of(face);
        BufferedImage image = drawn(lettering, "Total: 12.50 €");
        Rectangle2D bounds = lettering.bounds("Total: 12.50 €", 10, 40, 24);
        int inside = 0;
        int outside = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xff) < 128) {
                    if (bounds.contains(x + 0.5, y + 0.5)) {
                        inside++;
                    } else {
                        outside++;
                    }
                }
            }
        }
        assertThat(inside).isGreaterThan(200);
        assertThat(outside).isLessThan(20);
    }

    @ParameterizedTest
    @EnumSource(value = FontFace.class, names = {"MONO", "MONO_BOLD", "DEJAVU_MONO", "DEJAVU_MONO_BOLD"})
    void a_mono_face_gives_every_character_the_same_width(FontFace face) {
        assertThat(Lettering.of(face).width("iiii", 20)).isCloseTo(Lettering.of(face).width("WWWW", 20), within(0.001));
    }

    @Test
    void text_is_drawn_by_a_java_machine_whose_fonts_do_not_work() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dsun.font.fontmanager=no.such.FontManager",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFonts.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("ink");
        assertThat(process.exitValue()).isZero();
    }

    /** Runs in a process of its own, where any use of the machine's fonts fails. */
    static final class WithoutFonts {
        public static void main(String[] arguments) {
            BufferedImage image = drawn(Lettering.of(FontFace.SERIF_BOLD), "no fonts here");
            int ink = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight(); y++) {
                    ink += (image.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
                }
            }
            if (ink < 200) {
                throw new IllegalStateException("only " + ink + " dark pixels");
            }
            System.out.println("ink " + ink);
        }
    }

    private static BufferedImage drawn(Lettering lettering, String text) {
        BufferedImage image = new BufferedImage(400, 60, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 400, 60);
        lettering.draw(graphics, text, 10, 40, 24, Color.BLACK);
        graphics.dispose();
        return image;
    }
}
