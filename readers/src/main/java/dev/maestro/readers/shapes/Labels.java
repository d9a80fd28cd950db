package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeCounterExpert.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the label that names what is seen: a colour, a shape, or both. */
final class Labels {
    private Labels() {}

    /** @param labels one per line */
    static Optional<Finding> choose(LabRaster raster, String labels, String question) {
        List<String> offered = Arrays.stream(labels.split("\n")).map(String::strip).filter(l -> !l.isEmpty()).toList();
        Segmentation segmentation = Segmentation.of(raster);
        if (offered.isEmpty() || !segmentation.drawn()) {
            return Optional.empty();
        }
        List<Figure> figures = segmentation.figures(QuestionReader.read(question).kind());
        String best = null;
        int most = 0;
        for (String label : offered) {
            int n = seen(figures, label);
            if (n > most) {
                most = n;
                best = label;
            }
        }
        return best == null ? Optional.empty() : Optional.of(new Finding(best, Optional.empty()));
    }

    private static int seen(List<Figure> figures, String label) {
        List<ShapeQuestion.Target> targets = QuestionReader.read(label.toLowerCase(Locale.ROOT)).targets();
        return targets.isEmpty() || targets.getFirst().isAny() ? 0 : Matching.matching(figures, targets.getFirst()).size();
    }
}
