package dev.maestro.readers.text;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.readers.opencv.Mats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * Reads text and answers questions about it. Tasks: {@code OCR} (all text; boxes as data), {@code ANSWER}
 * (last line of the reply is the bare answer, those before it name the evidence) and {@code CLASSIFY}
 * (last line is one of the labels). Anything else, and whatever no line of text supports, is
 * {@code NOT_ABLE}. Thread-safe.
 */
public final class TextReaderExpert implements EmbeddedExpert {
    private final TextReader reader;

    public TextReaderExpert(TextReader reader) {
        this.reader = reader;
    }

    @Override
    public String implementation() {
        return "text-reader";
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        long began = System.nanoTime();
        if (request.images().isEmpty()) {
            return notAble(TextReadingErrors.TEXT_NO_PICTURE, "the text reader was given no picture. Send one.");
        }
        if (request.parameters().getOrDefault("leaf", "").toLowerCase(Locale.ROOT).contains("formula")) {
            return notAble(TextReadingErrors.TEXT_FORMULA,
                    "the text reader knows no two-dimensional formulas. Ask a vision-language model.");
        }
        try {
            return switch (request.task()) {
                case OCR -> read(request, context, began);
                case ANSWER -> answer(request, context, AnswerOptions.in(request.question()), began);
                case CLASSIFY -> answer(request, context,
                        AnswerOptions.labels(request.question(), request.parameters().getOrDefault("labels", "")), began);
                case DETECT, GROUND, CAPTION ->
                    notAble(TextReadingErrors.TEXT_TASK,
                            "the text reader does ocr, answer and classify, not %s.".formatted(request.capability()));
            };
        } catch (ImageRefusedException e) {
            return ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private ExpertOutcome read(ExpertRequest request, CallContext context, long began) {
        List<String> texts = new ArrayList<>();
        List<LinesAsJson.Boxes> boxes = new ArrayList<>();
        for (Image image : request.images()) {
            if (context.cancelled()) {
                return cancelled();
            }
            Mat matrix = Mats.decode(image);
            try {
                List<TextLine> lines = reader.read(matrix);
                boxes.add(LinesAsJson.of(lines, matrix.cols(), matrix.rows()));
                texts.add(LinesAsJson.inRows(lines));
            } finally {
                matrix.release();
            }
        }
        String text = String.join("\n\n", texts).strip();
        return text.isEmpty()
                ? notAble(TextReadingErrors.TEXT_NONE, "no text was found in %d pictures.".formatted(texts.size()))
                : new ExpertOutcome.Answered(Reply.embedded(text, LinesAsJson.write(boxes), since(began)));
    }

    private ExpertOutcome answer(ExpertRequest request, CallContext context, AnswerOptions options, long began) {
        QuestionText question = QuestionText.of(options.question());
        String leaf = request.parameters().getOrDefault("leaf", "").toLowerCase(Locale.ROOT);
        boolean reading = leaf.contains("text_recognition") || leaf.contains("scene_text");
        int lines = 0;
        for (Image image : request.images()) {
            if (context.cancelled()) {
                return cancelled();
            }
            Mat matrix = Mats.decode(image);
            try {
                Page page = new Page(reader.read(matrix));
                lines += page.lines().size();
                Optional<Finding> found = new TextQuestions(page, new LineColours(matrix), matrix.cols(), matrix.rows()).answer(question,
                        reading);
                Optional<Finding> chosen = options.byName().isEmpty() ? found : choose(options, found, page);
                if (chosen.isPresent()) {
                    String evidence = "Read %d lines of text. %s".formatted(page.lines().size(), chosen.get().reason());
                    return new ExpertOutcome.Answered(
                            Reply.embedded(evidence.replace('\n', ' ') + "\n" + chosen.get().answer().replace('\n', ' '),
                                    LinesAsJson.write(List.of(LinesAsJson.of(page.lines(), matrix.cols(), matrix.rows()))), since(began)));
                }
            } finally {
                matrix.release();
            }
        }
        return lines == 0
                ? notAble(TextReadingErrors.TEXT_NONE, "no text was found in the picture.")
                : notAble(TextReadingErrors.TEXT_NO_ANSWER, "none of %d lines of text answers the question.".formatted(lines));
    }

    private static Optional<Finding> choose(AnswerOptions options, Optional<Finding> found, Page page) {
        return found
                .flatMap(finding -> options.like(finding.answer())
                        .map(name -> new Finding(name, finding.reason() + " It says \"" + finding.answer() + "\".", finding.confidence())))
                .or(() -> options.onlyOneIn(OcrSimilarity.words(page.text().replace('\n', ' ')))
                        .map(name -> new Finding(name, "Of the choices only this stands in the picture.", 0.6)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static ExpertOutcome notAble(TextReadingErrors code, String reason) {
        return ExpertOutcome.Failure.of(FailureKind.NOT_ABLE, code, reason);
    }

    private static ExpertOutcome cancelled() {
        return ExpertOutcome.Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED, "the caller asked to stop.");
    }
}
