package dev.maestro.readers.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.drawings.CircledLetterGenerator;
import dev.maestro.drawings.CoinsGenerator;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.drawings.GridGenerator;
import dev.maestro.drawings.LinesGenerator;
import dev.maestro.drawings.PathsGenerator;
import dev.maestro.drawings.ShapesGenerator;
import dev.maestro.drawings.TwoCirclesGenerator;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Experts;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.opencv.OpenCv;
import dev.maestro.readers.text.TextReader;
import dev.maestro.testing.ProjectFiles;
import dev.maestro.testing.TestExperts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** The contract of every expert, and what this one answers about drawings made for it. */
class ShapeCounterExpertTest extends ExpertClientContract {
    private static final ShapeCounterExpert EXPERT = new ShapeCounterExpert(new TextReader(1));
    private static final Expert ROW = TestExperts.embedded("Shapes", "shape-counter");

    private final Experts experts = new Experts((_, _) -> Failure.of(FailureKind.UNREACHABLE, "no servers here"), List.of(EXPERT));

    @Override
    protected ExpertClient client() {
        return experts;
    }

    @Override
    protected Expert expert() {
        return ROW;
    }

    @Override
    protected ExpertRequest validRequest() {
        // small: the contract sends six at once to a row that takes two
        return ExpertRequests.of(ROW, "How many circles are there?", image(disc()));
    }

    private static byte[] disc() {
        OpenCv.load();
        Mat image = new Mat(60, 80, CvType.CV_8UC3, new Scalar(255, 255, 255));
        Imgproc.circle(image, new Point(40, 30), 15, new Scalar(0, 0, 220), Imgproc.FILLED);
        try {
            return Mats.png(image);
        } finally {
            image.release();
        }
    }

    @Test
    void a_single_disc_is_one_circle() {
        assertThat(lastLine(answer("How many red circles are there?", disc()))).isEqualTo("1");
        assertThat(lastLine(answer("How many blue circles are there?", disc()))).isEqualTo("0");
        assertThat(lastLine(answer("What color is the circle?", disc()))).isEqualTo("red");
    }

    static Stream<DrawingGenerator> generators() {
        return Stream.of(new ShapesGenerator(), new LinesGenerator(), new GridGenerator(), new TwoCirclesGenerator(), new PathsGenerator(),
                new CoinsGenerator(),
                new CircledLetterGenerator());
    }

    @ParameterizedTest
    @MethodSource("generators")
    void at_least_five_of_six_drawings_of_a_kind_are_answered_rightly(DrawingGenerator generator) {
        int right = 0;
        for (long seed = 101; seed <= 106; seed++) {
            Drawing drawn = generator.draw(seed);
            right += drawn.accepted().contains(lastLine(answer(drawn.question(), drawn.png()))) ? 1 : 0;
        }
        assertThat(right).as(generator.kind()).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("generators")
    void a_seed_makes_the_same_drawing_again(DrawingGenerator generator) {
        Drawing first = generator.draw(9);
        Drawing again = generator.draw(9);
        assertThat(again.png()).isEqualTo(first.png());
        assertThat(again.question()).isEqualTo(first.question());
        assertThat(again.accepted()).isEqualTo(first.accepted());
        assertThat(generator.draw(10).png()).isNotEqualTo(first.png());
    }

    @Test
    void a_question_about_something_else_is_not_answered() {
        assertThat(EXPERT.call(request(Task.ANSWER, "Who painted this?", Map.of()), CallContext.NONE))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_ABLE));
    }

    @Test
    void found_shapes_are_boxes_with_colour_and_kind() {
        assertThat(text(EXPERT.call(request(Task.DETECT, "", Map.of()), CallContext.NONE)))
                .startsWith("[{\"bbox_2d\":[").contains("\"label\":\"").endsWith("}]");
    }

    @Test
    void the_coins_of_the_sample_photograph_are_counted() throws IOException {
        Optional<Path> coins = ProjectFiles.shared("data/pictures/coins.png");
        Assumptions.assumeTrue(coins.isPresent(), "no folder shared/data beside the project: the photograph is not there");
        assertThat(lastLine(answer("How many coins are in the picture?", Files.readAllBytes(coins.get())))).isEqualTo("24");
    }

    private static ExpertRequest request(Task task, String question, Map<String, String> parameters) {
        Drawing drawn = new ShapesGenerator().draw(3);
        return new ExpertRequest(ROW, task, "", question, question, List.of(image(drawn.png())), parameters, List.of(), 100, "test");
    }

    private static String answer(String question, byte[] png) {
        return text(EXPERT.call(ExpertRequests.of(ROW, question, image(png)), CallContext.NONE));
    }

    private static String text(ExpertOutcome outcome) {
        return switch (outcome) {
            case Answered(var reply) -> reply.text();
            case Failure failure -> failure.message();
        };
    }

    private static Image image(byte[] png) {
        return new Image(png, "image/png", 0, 0);
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
