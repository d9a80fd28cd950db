package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeCounterExpert.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Boxes of what is found, in pixels of the image that was sent. */
final class Detections {
    private Detections() {}

    static Optional<Finding> of(LabRaster raster, String question) {
        ShapeQuestion asked = QuestionReader.read(question);
        Segmentation segmentation = Segmentation.of(raster);
        List<String> boxes;
        if (segmentation.drawn()) {
            List<Figure> figures = segmentation.figures(asked.kind());
            List<Figure> meant = asked.target().map(t -> Matching.matching(figures, t)).filter(l -> !l.isEmpty()).orElse(figures);
            boxes = meant.stream().map(f -> json(f.box(), f.label(), raster.scale)).toList();
        } else {
            String label = asked.noun().isEmpty() ? "object" : QuestionReader.singular(asked.noun());
            boxes = ObjectCounter.count(raster).map(c -> c.objects().stream().map(b -> json(b.box(), label, raster.scale)).toList())
                    .orElse(List.of());
        }
        if (boxes.isEmpty()) {
            return Optional.empty();
        }
        String json = boxes.stream().collect(Collectors.joining(",", "[", "]"));
        return Optional.of(new Finding(json, Optional.of(json)));
    }

    private static String json(PixelBox b, String label, double scale) {
        return "{\"bbox_2d\":[%d,%d,%d,%d],\"label\":\"%s\"}".formatted(Math.round(b.left() * scale), Math.round(b.top() * scale),
                Math.round(b.right() * scale), Math.round(b.bottom() * scale), label);
    }
}
