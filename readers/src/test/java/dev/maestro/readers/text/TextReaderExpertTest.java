package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.drawings.PathsGenerator;
import dev.maestro.drawings.ReceiptGenerator;
import dev.maestro.drawings.SignGenerator;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Reply;
import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import dev.maestro.testing.ProjectFiles;
import dev.maestro.testing.TestExperts;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextReaderExpertTest {
    private static final TextReaderExpert EXPERT = new TextReaderExpert(new TextReader(1));
    private static final Lettering BOLD = Lettering.of(FontFace.SANS_BOLD);

    static Stream<DrawingGenerator> generators() {
        return Stream.of(new SignGenerator(), new ReceiptGenerator());
    }

    @ParameterizedTest
    @MethodSource("generators")
    void seven_of_eight_unseen_drawings_are_answered(DrawingGenerator generator) {
        int right = 0;
        StringBuilder wrong = new StringBuilder();
        for (long seed = 9000; seed < 9008; seed++) {
            Drawing drawn = generator.draw(seed);
            String answer = answer(new Image(drawn.png(), "image/png", 0, 0), drawn.question());
            if (drawn.accepted().stream().anyMatch(accepted -> OcrSimilarity.squeezed(accepted).equals(OcrSimilarity.squeezed(answer)))) {
                right++;
            } else {
                wrong.append("%n%d: %s wanted %s, got %s".formatted(seed, drawn.question(), drawn.accepted(), answer));
            }
        }
        assertThat(right).describedAs("right answers; wrong:%s", wrong).isGreaterThanOrEqualTo(7);
    }

    @Test
    void a_label_that_has_two_letters_without_its_signs_is_looked_for_by_these() {
        Drawing drawn = new PathsGenerator().draw(5555779560984069336L);

        assertThatCode(() -> EXPERT.call(request(Task.ANSWER, drawn.question(), new Image(drawn.png(), "image/png", 0, 0), Map.of()),
                CallContext.NONE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scenetext01.jpg | What is written on the sign?           | DOUBLE PARKING PROHIBITED
            scenetext01.jpg | What is written on the sign?           | AT ALL TIMES
            scenetext01.jpg | What does the orange part of the sign say? | NOTICE
            scenetext05.jpg | What is written on the yellow barrier? | NO PARKING
            """)
    void signs_in_photographs_are_read(String file, String question, String contained) throws IOException {
        Optional<Path> found = ProjectFiles.shared("data/pictures/" + file);
        Assumptions.assumeTrue(found.isPresent(), "no folder shared/data beside the project: the test on real images is skipped");
        byte[] bytes = Files.readAllBytes(found.get());
        assertThat(answer(new Image(bytes, "image/jpeg", 0, 0), question)).contains(contained);
    }

    @Test
    void all_text_comes_with_its_boxes() {
        Image image = TextReaderTest.draw(420, 160, g -> {
            BOLD.draw(g, "Platform 9", 30, 60, 34, Color.BLACK);
            BOLD.draw(g, "departures", 30, 120, 34, Color.BLACK);
        });
        Reply reply = reply(EXPERT.call(request(Task.OCR, "", image, Map.of()), CallContext.NONE));
        assertThat(reply.text()).isEqualTo("Platform 9\ndepartures");
        var boxes = Json.tree(reply.data().orElseThrow()).path("boxes");
        assertThat(boxes).hasSize(2);
        assertThat(boxes.get(0).path("text").asText()).isEqualTo("Platform 9");
        assertThat(boxes.get(0).path("bbox_2d").get(0).asInt()).isBetween(20, 40);
        assertThat(boxes.get(1).path("confidence").asDouble()).isBetween(0.8, 1.0);
    }

    @Test
    void words_are_told_apart_by_their_colour() {
        Image image = TextReaderTest.draw(600, 300, g -> {
            BOLD.draw(g, "APPLE", 40, 80, 44, new Color(200, 20, 20));
            BOLD.draw(g, "PLUM", 330, 150, 44, new Color(20, 40, 190));
            BOLD.draw(g, "PEAR", 60, 240, 44, new Color(10, 130, 40));
        });
        assertThat(answer(image, "What is the word in blue?")).isEqualTo("PLUM");
        assertThat(answer(image, "Which word is written in red?")).isEqualTo("APPLE");
        assertThat(answer(image, "What does the green text say?")).isEqualTo("PEAR");
    }

    @Test
    void one_of_the_labels_is_chosen() {
        Image image = TextReaderTest.draw(400, 200, g -> BOLD.draw(g, "EXIT", 100, 120, 70, Color.RED));
        Map<String, String> labels = Map.of("labels", "entrance\nexit\nrestroom");
        assertThat(lastLine(EXPERT.call(request(Task.CLASSIFY, "What does the sign say?", image, labels), CallContext.NONE)))
                .isEqualTo("exit");
    }

    @Test
    void what_cannot_be_told_is_said_so() {
        Image blank = TextReaderTest.draw(300, 200, g -> g.fillRect(50, 50, 100, 80));
        assertThat(EXPERT.call(request(Task.ANSWER, "What is written on the sign?", blank, Map.of()), CallContext.NONE))
                .isInstanceOfSatisfying(ExpertOutcome.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_ABLE));
        assertThat(EXPERT.call(request(Task.CAPTION, "", blank, Map.of()), CallContext.NONE))
                .isInstanceOfSatisfying(ExpertOutcome.Failure.class,
                        failure -> assertThat(failure.message()).contains("ocr, answer and classify"));
    }

    private static String answer(Image image, String question) {
        return lastLine(EXPERT.call(request(Task.ANSWER, question, image, Map.of()), CallContext.NONE));
    }

    private static String lastLine(ExpertOutcome outcome) {
        return switch (outcome) {
            case ExpertOutcome.Answered(Reply reply) -> reply.text().substring(reply.text().lastIndexOf('\n') + 1);
            case ExpertOutcome.Failure failure -> "failed: " + failure.message();
        };
    }

    private static Reply reply(ExpertOutcome outcome) {
        return switch (outcome) {
            case ExpertOutcome.Answered(Reply reply) -> reply;
            case ExpertOutcome.Failure failure -> throw new AssertionError(failure.message());
        };
    }

    static ExpertRequest request(Task task, String question, Image image, Map<String, String> parameters) {
        return new ExpertRequest(TestExperts.embedded("Reader", "text-reader"), task, "", question, question, java.util.List.of(image),
                parameters, java.util.List.of(), 512, "key");
    }
}
