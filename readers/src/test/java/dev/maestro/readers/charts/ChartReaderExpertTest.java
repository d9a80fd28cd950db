package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.drawings.BarChartGenerator;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.drawings.LineChartGenerator;
import dev.maestro.drawings.PieChartGenerator;
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
import dev.maestro.readers.text.TextReader;
import dev.maestro.testing.ProjectFiles;
import dev.maestro.testing.TestExperts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opencv.core.Mat;

class ChartReaderExpertTest extends ExpertClientContract {
    private static final ChartReaderExpert READER = new ChartReaderExpert(new TextReader(1));
    /** Reading is work for the processor: on a busy machine six calls at once take a while. */
    private static final Expert ROW = TestExperts.with(TestExperts.embedded("chart", "chart-reader"),
            new Expert.Limits(4, 4_000_000, 6, 512, 1_000, 60_000, 120_000, 1_000));

    private static Image image(byte[] bytes) {
        Mat image = Mats.decode(bytes);
        try {
            return new Image(bytes, "image/png", image.cols(), image.rows());
        } finally {
            image.release();
        }
    }

    private static String lastLine(ExpertOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).reply().text().lines().toList().getLast();
    }

    private static ExpertOutcome ask(byte[] png, String question) {
        return READER.call(ExpertRequests.of(ROW, question, image(png)), CallContext.NONE);
    }

    private static String classify(byte[] png) {
        return lastLine(READER.call(
                ExpertRequests.of(ROW, Task.CLASSIFY, "What kind?", Map.of("labels", "line chart\npie chart\nbar chart"), image(png)),
                CallContext.NONE));
    }

    @Override
    protected ExpertClient client() {
        return new Experts((_, _) -> Failure.of(FailureKind.UNREACHABLE, "no servers here"), List.of(READER));
    }

    @Override
    protected Expert expert() {
        return ROW;
    }

    @Override
    protected ExpertRequest validRequest() {
        Drawing drawn = new PieChartGenerator().draw(3);
        return ExpertRequests.of(ROW, drawn.question(), image(drawn.png()));
    }

    private static void answersSix(DrawingGenerator generator, String label) {
        List<String> wrong = new ArrayList<>();
        for (long seed = 0; seed < 6; seed++) {
            Drawing drawn = generator.draw(seed);
            String answer = lastLine(ask(drawn.png(), drawn.question()));
            if (!drawn.accepted().contains(answer)) {
                wrong.add(seed + ": " + drawn.question() + " expected " + drawn.accepted() + " but got " + answer);
            }
        }
        // nineteen of twenty seeds are answered: one of six may be the other one
        assertThat(wrong).hasSizeLessThanOrEqualTo(1);
        assertThat(classify(generator.draw(0).png())).isEqualTo(label);
    }

    @Test
    void drawn_bars_are_read() {
        answersSix(new BarChartGenerator(), "bar chart");
    }

    @Test
    void drawn_lines_are_read() {
        answersSix(new LineChartGenerator(), "line chart");
    }

    @Test
    void drawn_pies_are_read() {
        answersSix(new PieChartGenerator(), "pie chart");
    }

    @Test
    void an_empty_image_is_not_answered() {
        Mat white = new Mat(300, 400, org.opencv.core.CvType.CV_8UC3, new org.opencv.core.Scalar(255, 255, 255));
        byte[] png = Mats.png(white);
        white.release();
        assertThat(ask(png, "What is the highest value?")).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.kind()).isEqualTo(FailureKind.NOT_ABLE));
    }

    @Test
    void a_task_it_does_not_know_is_refused() {
        Drawing drawn = new PieChartGenerator().draw(1);
        assertThat(READER.call(ExpertRequests.of(ROW, Task.DETECT, "", Map.of(), image(drawn.png())), CallContext.NONE))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.BAD_REQUEST));
    }

    @Test
    void a_ranking_with_printed_scores_is_read_from_a_published_chart() throws IOException {
        assertThat(lastLine(ask(real("1691.jpg"), "Who ranked second in the IAAF ranking as of December 2020?")))
                .isEqualTo("Tania Vicenzino");
    }

    @Test
    void a_label_is_found_by_what_it_means_in_a_published_chart() throws IOException {
        assertThat(lastLine(ask(real("2511.jpg"), "What ride-hailing start-up had 88 percent growth in 2019?"))).isEqualTo("Go-Jek");
    }

    private static byte[] real(String name) throws IOException {
        Optional<Path> found = ProjectFiles.shared("data/reference/images/" + name);
        assumeTrue(found.isPresent(), "no folder shared/data beside the project: the published charts are not read");
        return Files.readAllBytes(found.orElseThrow());
    }
}
