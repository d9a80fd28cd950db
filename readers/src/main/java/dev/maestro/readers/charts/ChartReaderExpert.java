package dev.maestro.readers.charts;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.text.TextReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * Reads bar, line and pie charts. {@code CLASSIFY} chooses among labels that name a kind of chart;
 * {@code ANSWER} answers from the model of the chart: some lines of evidence, then the bare answer on the
 * last line. The reply's data is the {@link ChartModel} as JSON. An answer takes about half a second on one core.
 */
public final class ChartReaderExpert implements EmbeddedExpert {
    private final TextReader text;
    private final ChartAnswers answers;

    /** @param text shared with other experts of the process */
    public ChartReaderExpert(TextReader text) {
        this.text = text;
        this.answers = new ChartAnswers(MeaningMatch.embeddings());
    }

    @Override
    public String implementation() {
        return "chart-reader";
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        long start = System.nanoTime();
        boolean classify = request.task() == ExpertRequest.Task.CLASSIFY;
        if (!classify && request.task() != ExpertRequest.Task.ANSWER) {
            return Failure.of(FailureKind.BAD_REQUEST, ChartReadingErrors.CHART_TASK,
                    "the chart reader cannot " + request.capability() + "; it can answer and classify.");
        }
        if (request.images().isEmpty()) {
            return Failure.of(FailureKind.NOT_ABLE, ChartReadingErrors.CHART_MISSING,
                    "no image was sent; the chart reader needs at least one.");
        }
        Optional<Failure> failure = Optional.empty();
        for (Image image : request.images()) {
            if (context.cancelled()) {
                return Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED,
                        "the caller asked to stop before the chart was read.");
            }
            Optional<ChartModel> model;
            try {
                model = read(image);
            } catch (ImageRefusedException e) {
                return Failure.of(FailureKind.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
            if (context.cancelled()) {
                return Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED,
                        "the caller asked to stop after the chart was read.");
            }
            if (model.isEmpty()) {
                failure = failure.or(() -> Optional.of(Failure.of(FailureKind.NOT_ABLE, ChartReadingErrors.CHART_UNREADABLE,
                        "no bars, lines or sectors were found in the picture of %d×%d pixels; ask an expert that sees pictures."
                                .formatted(image.width(), image.height()))));
                continue;
            }
            ChartModel m = model.get();
            Optional<String> reply = classify ? label(m, request) : answer(m, request.question());
            if (reply.isPresent()) {
                return new ExpertOutcome.Answered(Reply.embedded(reply.get(), Json.write(m), Duration.ofNanos(System.nanoTime() - start)));
            }
            failure = Optional.of(Failure.of(FailureKind.NOT_ABLE,
                    classify ? ChartReadingErrors.CHART_LABEL : ChartReadingErrors.CHART_QUESTION, classify
                            ? "the picture shows a " + m.type().label() + ", which is none of the labels; offer it as a label."
                            : "the " + m.type().label()
                                    + " was read, but nothing in it answers the question; name a label of the chart or ask another expert."));
        }
        return failure.orElseThrow();
    }

    private Optional<ChartModel> read(Image image) {
        Mat matrix = Mats.decode(image);
        try {
            return ChartPerception.read(matrix, text);
        } finally {
            matrix.release();
        }
    }

    private Optional<String> answer(ChartModel model, String question) {
        return answers.answer(model, question)
                .map(a -> summary(model) + "\n" + a.evidence().replace('\n', ' ') + "\n" + a.text().replace('\n', ' '));
    }

    private static String summary(ChartModel m) {
        String title = m.title().isEmpty() ? "" : " \"" + m.title() + "\"";
        List<String> names = new ArrayList<>(m.series().stream().map(ChartModel.Series::name).filter(n -> !n.isEmpty()).toList());
        return "Read a " + m.type().label() + title + ": " + m.categories().size() + " categories"
                + (names.isEmpty() ? "" : ", series " + String.join(", ", names));
    }

    /** The offered label that names the kind of this chart. */
    private static Optional<String> label(ChartModel model, ExpertRequest request) {
        String word = model.type().name().toLowerCase(Locale.ROOT);
        List<String> labels = request.parameters().getOrDefault("labels", "bar chart\nline chart\npie chart").lines().map(String::strip)
                .toList();
        return labels.stream().filter(l -> l.equalsIgnoreCase(model.type().label())).findFirst()
                .or(() -> labels.stream().filter(l -> PlainWords.of(l).contains(word)).findFirst());
    }
}
