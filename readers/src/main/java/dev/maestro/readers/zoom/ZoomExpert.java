package dev.maestro.readers.zoom;

import dev.maestro.core.CallContext;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Reply;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.ImageRegion;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.text.Hue;
import dev.maestro.readers.text.TextLine;
import dev.maestro.readers.text.TextReader;
import dev.maestro.readers.text.TextRelevance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * Chooses the region of an image worth a closer look for a question: the lines of text that it is about,
 * the thing of the colour it names, or small print in a large image. The reply is
 * {@code {"bbox_2d":[x1,y1,x2,y2]}} in pixels of the first image sent, with an empty list when a closer
 * look would show no more. Thread-safe.
 */
public final class ZoomExpert implements EmbeddedExpert {
    /** A region of more than this part of the image is the image. */
    private static final double NEARLY_ALL = 0.6;
    /** Text lower than this part of the image's height gains from a crop. */
    private static final double SMALL = 0.03;
    private static final double PADDING = 0.15;
    /** A crop of fewer pixels a side holds too little around it. */
    private static final int LEAST_SIDE = 64;

    private final TextReader reader;

    public ZoomExpert(TextReader reader) {
        this.reader = reader;
    }

    @Override
    public String implementation() {
        return "zoom";
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        long began = System.nanoTime();
        if (request.task() != Task.GROUND || request.images().isEmpty()) {
            return ExpertOutcome.Failure.of(FailureKind.NOT_ABLE, ZoomErrors.ZOOM_TASK,
                    "zoom finds a region (ground) in a picture, not %s in %d pictures.".formatted(request.capability(),
                            request.images().size()));
        }
        if (context.cancelled()) {
            return ExpertOutcome.Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED, "the caller asked to stop.");
        }
        Mat image;
        try {
            image = Mats.decode(request.images().getFirst());
        } catch (ImageRefusedException e) {
            return ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        try {
            Optional<ImageRegion> box = region(image, request.question());
            List<Integer> corners = box.map(b -> List.of(b.x1(), b.y1(), b.x2(), b.y2())).orElse(List.of());
            String json = Json.write(Map.of("bbox_2d", corners));
            return new ExpertOutcome.Answered(Reply.embedded(json, json, Duration.ofNanos(System.nanoTime() - began)));
        } finally {
            image.release();
        }
    }

    private Optional<ImageRegion> region(Mat image, String question) {
        List<TextLine> lines = reader.read(image);
        return around(TextRelevance.lines(lines, image, question), image)
                .or(() -> Hue.namedIn(question).flatMap(hue -> ColouredObjects.largest(image, hue)))
                .or(() -> around(lines.stream().filter(line -> line.height() < SMALL * image.rows()).toList(), image))
                .filter(box -> (double) box.width() * box.height() < NEARLY_ALL * image.cols() * image.rows());
    }

    private static Optional<ImageRegion> around(List<TextLine> lines, Mat image) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        double[] corners = {
            lines.stream().mapToDouble(TextLine::left).min().orElseThrow(), lines.stream().mapToDouble(TextLine::top).min().orElseThrow(),
            lines.stream().mapToDouble(TextLine::right).max().orElseThrow(),
            lines.stream().mapToDouble(TextLine::bottom).max().orElseThrow()};
        return ImageRegion.meant(corners, image.cols(), image.rows(), PADDING, LEAST_SIDE);
    }
}
