package dev.maestro.readers.shapes;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.text.TextReader;
import java.time.Duration;
import java.util.Optional;
import org.opencv.core.CvException;
import org.opencv.core.Mat;

/**
 * Counts and measures: shapes, objects in photographs, touching circles, crossing lines, grids, paths,
 * circled characters; and answers plain questions about colours and places of shapes. The reply's last line
 * is the bare answer. Only the first image is used. Thread-safe.
 */
public final class ShapeCounterExpert implements EmbeddedExpert {
    private final TextReader text;

    /** @param text reads station names and the word around a circled character */
    public ShapeCounterExpert(TextReader text) {
        this.text = text;
    }

    @Override
    public String implementation() {
        return "shape-counter";
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        long start = System.nanoTime();
        if (request.images().isEmpty()) {
            return notAble("the request holds no picture; one is needed");
        }
        if (context.cancelled()) {
            return ExpertOutcome.Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED,
                    "the caller asked to stop before the picture was looked at.");
        }
        Mat image;
        try {
            image = Mats.decode(request.images().getFirst());
        } catch (ImageRefusedException e) {
            return ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        try {
            LabRaster raster = LabRaster.of(image);
            Optional<Finding> finding = switch (request.task()) {
                case ANSWER -> new ShapeAnswers(raster, text, context).answer(request.question());
                case DETECT, GROUND -> Detections.of(raster, request.question());
                case CLASSIFY -> Labels.choose(raster, request.parameters().getOrDefault("labels", ""), request.question());
                case OCR, CAPTION -> Optional.empty();
            };
            if (context.cancelled()) {
                return ExpertOutcome.Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED,
                        "the caller asked to stop.");
            }
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            return finding.<ExpertOutcome>map(f -> new ExpertOutcome.Answered(f.data().isEmpty()
                    ? Reply.embedded(f.text(), latency)
                    : Reply.embedded(f.text(), f.data().get(), latency)))
                    .orElseGet(() -> notAble("what is asked cannot be counted or measured in this picture"));
        } catch (CvException e) {
            return notAble("the picture could not be measured (" + e.getClass().getSimpleName() + ")");
        } finally {
            image.release();
        }
    }

    private static ExpertOutcome notAble(String why) {
        return ExpertOutcome.Failure.of(FailureKind.NOT_ABLE, ExpertErrors.EXPERT_NOT_ABLE,
                "shape-counter cannot tell: " + why + ". Ask a vision-language expert.");
    }

    /** @param text ends in the bare answer */
    record Finding(String text, Optional<String> data) {
        static Finding of(String evidence, String answer) {
            return new Finding(evidence.isBlank() ? answer : evidence.strip() + "\n" + answer, Optional.empty());
        }
    }
}
