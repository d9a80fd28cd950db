package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.core.Image;
import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TextReaderTest {
    private static final TextReader READER = new TextReader(1);
    private static final Lettering SANS = Lettering.of(FontFace.SANS);

    @Test
    void lines_are_read_from_top_to_bottom() {
        assertThat(texts(draw(500, 260, g -> {
            SANS.draw(g, "Second line", 40, 160, 36, Color.DARK_GRAY);
            SANS.draw(g, "First line", 40, 70, 36, Color.BLUE);
        }))).containsExactly("First line", "Second line");
    }

    @Test
    void small_labels_of_a_chart_are_read_each_by_itself() {
        List<String> texts = texts(draw(480, 320, g -> {
            for (int i = 0; i < 5; i++) {
                SANS.drawCentered(g, String.valueOf(2016 + i), 80 + 80 * i, 300, 11, Color.BLACK);
                SANS.drawRight(g, String.valueOf(20 * i), 40, 280 - 60 * i, 11, Color.BLACK);
            }
        }));
        assertThat(texts).contains("2016", "2017", "2018", "2019", "2020", "20", "40", "60", "80");
    }

    @Test
    void a_vertical_axis_title_is_read_upwards() {
        List<TextLine> lines = READER.read(draw(400, 400, g -> SANS.drawTurned(g, "Revenue in million", 60, 340, 22, -90, Color.BLACK)));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().text()).isEqualTo("Revenue in million");
        assertThat(lines.getFirst().angle()).isCloseTo(-90, within(3.0));
    }

    @Test
    void text_upside_down_is_read() {
        List<TextLine> lines = READER.read(draw(400, 200, g -> SANS.drawTurned(g, "WARNING 4711", 350, 80, 30, 180, Color.BLACK)));
        assertThat(lines).extracting(TextLine::text).containsExactly("WARNING 4711");
    }

    @Test
    void each_word_has_its_place_in_the_line() {
        TextLine line = READER.read(draw(600, 120, g -> SANS.draw(g, "alpha beta gamma", 50, 70, 40, Color.BLACK))).getFirst();
        assertThat(line.words()).extracting(TextWord::text).containsExactly("alpha", "beta", "gamma");
        double begin = 50 + SANS.width("alpha ", 40);
        assertThat(line.words().get(1).quad().left()).isCloseTo(begin, within(12.0));
        assertThat(line.words().get(1).quad().right()).isCloseTo(begin + SANS.width("beta", 40), within(12.0));
    }

    @Test
    void a_crop_of_one_digit_is_read_as_a_line() {
        for (String digit : List.of("2", "7", "8", "A", "K")) {
            org.opencv.core.Mat image = dev.maestro.readers.opencv.Mats
                    .decode(draw(60, 60, g -> SANS.drawCentered(g, digit, 30, 42, 34, Color.BLACK)));
            assertThat(READER.readLine(image).map(TextLine::text)).contains(digit);
            image.release();
        }
    }

    @Test
    void an_image_without_text_gives_no_line() {
        assertThat(READER.read(draw(300, 300, g -> g.fillOval(50, 50, 200, 200)))).isEmpty();
    }

    @Test
    void small_print_in_a_large_image_is_read_in_tiles() {
        List<String> texts = texts(draw(3400, 2600, g -> {
            SANS.draw(g, "A small note in a corner", 3000, 2500, 26, Color.BLACK);
            SANS.draw(g, "another one", 120, 200, 26, Color.BLACK);
        }));
        assertThat(texts).containsExactly("another one", "A small note in a corner");
    }

    @Test
    void many_threads_read_the_same() throws Exception {
        Image image = draw(400, 120, g -> SANS.draw(g, "shared reader", 30, 70, 36, Color.BLACK));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<String>> read = () -> texts(image);
            for (Future<List<String>> future : threads.invokeAll(List.of(read, read, read, read))) {
                assertThat(future.get()).containsExactly("shared reader");
            }
        }
    }

    private static List<String> texts(Image image) {
        return READER.read(image).stream().map(TextLine::text).toList();
    }

    static Image draw(int width, int height, Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.ORANGE);
        drawing.accept(graphics);
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return new Image(out.toByteArray(), "image/png", width, height);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
