package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeQuestion.Target;
import java.util.List;

/** Which figures are meant by the words of a question. */
final class Matching {
    private Matching() {}

    static List<Figure> matching(List<Figure> figures, Target target) {
        List<Figure> kinds = figures.stream().filter(f -> target.kind().map(k -> isA(f, k, figures))
                .orElse(f.kind() != FigureKind.LINE || figures.stream().allMatch(g -> g.kind() == FigureKind.LINE))).toList();
        List<Figure> coloured = kinds;
        if (target.colour().isPresent()) {
            ColourName asked = target.colour().get();
            boolean exact = figures.stream().anyMatch(f -> f.colour() == asked);
            // a colour's neighbours are meant only when nothing has the colour itself
            coloured = kinds.stream().filter(f -> exact ? f.colour() == asked : f.colour().mayBeCalled(asked)).toList();
        }
        List<Figure> filled = coloured.stream().filter(f -> target.filled().map(want -> f.filled() == want).orElse(true)).toList();
        return target.large().map(want -> bySize(filled, figures, want)).orElse(filled);
    }

    private static boolean isA(Figure f, FigureKind asked, List<Figure> all) {
        boolean turned = f.kind() == FigureKind.SQUARE && f.tilt() > 36;
        return switch (asked) {
            case DIAMOND -> f.kind() == FigureKind.DIAMOND || turned;
            // a square on its corner is a diamond where others stand upright and none leans otherwise
            case SQUARE -> f.kind() == FigureKind.SQUARE
                    && !(turned && all.stream().allMatch(g -> g.kind() != FigureKind.SQUARE || g.tilt() < 6 || g.tilt() > 36)
                            && all.stream().anyMatch(g -> g.kind() == FigureKind.SQUARE && g.tilt() < 6));
            default -> f.kind() == asked;
        };
    }

    /** Sizes fall into two groups: those above and those below the largest step, by ratio, between neighbours in order. */
    private static List<Figure> bySize(List<Figure> some, List<Figure> all, boolean large) {
        double[] areas = all.stream().mapToDouble(Figure::area).sorted().toArray();
        if (areas.length < 2) {
            return some;
        }
        double widest = 0;
        double limit = areas[0];
        for (int i = 1; i < areas.length; i++) {
            double ratio = areas[i] / Math.max(1, areas[i - 1]);
            if (ratio > widest) {
                widest = ratio;
                limit = Math.sqrt(areas[i] * areas[i - 1]);
            }
        }
        double border = limit;
        return some.stream().filter(f -> f.area() > border == large).toList();
    }
}
