package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeQuestion.Direction;
import dev.maestro.readers.shapes.ShapeQuestion.Target;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers questions about colours, places and sizes of the figures of a drawing. */
final class SceneAnswers {
    private final List<Figure> figures;
    private final double width;
    private final double height;

    SceneAnswers(List<Figure> figures, double width, double height) {
        this.figures = figures.stream().anyMatch(f -> f.kind() != FigureKind.OTHER)
                ? figures.stream().filter(f -> f.kind() != FigureKind.OTHER || f.area() > 0.002 * width * height).toList()
                : figures;
        this.width = width;
        this.height = height;
    }

    Optional<String> answer(ShapeQuestion asked) {
        if (figures.isEmpty()) {
            return asked.family() == ShapeQuestion.Family.EXISTS && !asked.targets().isEmpty() ? Optional.of("No") : Optional.empty();
        }
        return switch (asked.family()) {
            case COLOUR -> one(asked).map(f -> f.colour().word());
            case SHAPE -> one(asked).map(f -> describes(asked) ? f.kind().word() : f.label());
            case EXISTS -> exists(asked);
            case RELATION -> relation(asked);
            case WHERE -> one(asked).map(this::place);
            case MOST_COMMON_COLOUR -> commonest();
            case ODD_ONE_OUT -> odd();
            default -> Optional.empty();
        };
    }

    /** "what shape" wants the kind alone; "which object" colour and kind. */
    private static boolean describes(ShapeQuestion asked) {
        return asked.targets().stream().noneMatch(t -> t.colour().isEmpty() && t.kind().isEmpty()) || asked.targets().size() <= 2;
    }

    /** The figure a question means: by its words, then by direction among those that fit. */
    private Optional<Figure> one(ShapeQuestion asked) {
        List<Target> specific = asked.targets().stream().filter(t -> !t.isAny()).toList();
        Optional<Direction> direction = asked.direction();
        if (direction.isPresent() && specific.size() >= 1 && relative(direction.get()) && refersTo(asked)) {
            // "the shape to the left of the red circle": the last target is the reference
            List<Figure> anchors = Matching.matching(figures, specific.getLast());
            if (anchors.size() == 1) {
                List<Figure> rest = figures.stream().filter(f -> f != anchors.getFirst())
                        .filter(f -> specific.size() < 2 || Matching.matching(figures, specific.getFirst()).contains(f)).toList();
                return beside(rest, anchors.getFirst(), direction.get());
            }
        }
        List<Figure> meant = specific.isEmpty() ? figures : Matching.matching(figures, specific.getFirst());
        if (direction.isPresent()) {
            return outermost(meant, direction.get());
        }
        return meant.isEmpty()
                ? Optional.empty()
                : meant.stream().map(Figure::colour).distinct().count() == 1 || meant.size() == 1
                        ? Optional.of(meant.getFirst())
                        : Optional.empty();
    }

    /** Whether the image's own centre or border is not what the direction refers to. */
    private static boolean refersTo(ShapeQuestion asked) {
        Target last = asked.targets().getLast();
        return asked.targets().size() >= 2 && !last.isAny();
    }

    private static boolean relative(Direction d) {
        return d == Direction.LEFT || d == Direction.RIGHT || d == Direction.ABOVE || d == Direction.BELOW || d == Direction.NEAREST;
    }

    private static Optional<Figure> beside(List<Figure> rest, Figure anchor, Direction d) {
        return rest.stream().filter(f -> d == Direction.NEAREST || lies(f, anchor, d))
                .min(Comparator.comparingDouble(f -> distance(f, anchor)));
    }

    private static double distance(Figure f, Figure g) {
        return Math.hypot(f.centreX() - g.centreX(), f.centreY() - g.centreY());
    }

    private static boolean lies(Figure f, Figure anchor, Direction d) {
        double dx = f.centreX() - anchor.centreX();
        double dy = f.centreY() - anchor.centreY();
        return switch (d) {
            case LEFT -> dx < 0;
            case RIGHT -> dx > 0;
            case ABOVE -> dy < 0;
            case BELOW -> dy > 0;
            case LARGEST -> f.area() > anchor.area();
            case SMALLEST -> f.area() < anchor.area();
            case CENTRE, NEAREST -> false;
        };
    }

    private Optional<Figure> outermost(List<Figure> some, Direction d) {
        Comparator<Figure> order = switch (d) {
            case LEFT -> Comparator.comparingDouble(Figure::centreX);
            case RIGHT -> Comparator.comparingDouble(f -> -f.centreX());
            case ABOVE -> Comparator.comparingDouble(Figure::centreY);
            case BELOW -> Comparator.comparingDouble(f -> -f.centreY());
            case LARGEST -> Comparator.comparingDouble(f -> -f.area());
            case SMALLEST -> Comparator.comparingDouble(Figure::area);
            case CENTRE, NEAREST -> Comparator.comparingDouble(f -> Math.hypot(f.centreX() - width / 2, f.centreY() - height / 2));
        };
        return some.stream().min(order);
    }

    private Optional<String> exists(ShapeQuestion asked) {
        List<Target> specific = asked.targets().stream().filter(t -> !t.isAny()).toList();
        if (specific.isEmpty()) {
            return Optional.empty();
        }
        List<Figure> first = Matching.matching(figures, specific.getFirst());
        if (specific.size() >= 2 && asked.direction().isPresent() && relative(asked.direction().get())) {
            List<Figure> anchors = Matching.matching(figures, specific.get(1));
            boolean any = first.stream().anyMatch(f -> anchors.stream().anyMatch(a -> a != f && lies(f, a, asked.direction().get())));
            return Optional.of(any ? "Yes" : "No");
        }
        return Optional.of(first.isEmpty() ? "No" : "Yes");
    }

    private Optional<String> relation(ShapeQuestion asked) {
        List<Target> specific = asked.targets().stream().filter(t -> !t.isAny()).toList();
        if (specific.size() < 2 || asked.direction().isEmpty()) {
            return Optional.empty();
        }
        List<Figure> a = Matching.matching(figures, specific.get(0));
        List<Figure> b = Matching.matching(figures, specific.get(1));
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        boolean all = a.stream().allMatch(f -> b.stream().allMatch(g -> lies(f, g, asked.direction().get())));
        boolean none = a.stream().noneMatch(f -> b.stream().anyMatch(g -> lies(f, g, asked.direction().get())));
        return all ? Optional.of("Yes") : none ? Optional.of("No") : Optional.empty();
    }

    private String place(Figure f) {
        String down = f.centreY() < height * 0.38 ? "top" : f.centreY() > height * 0.62 ? "bottom" : "";
        String across = f.centreX() < width * 0.38 ? "left" : f.centreX() > width * 0.62 ? "right" : "";
        return down.isEmpty() && across.isEmpty() ? "center" : (down + " " + across).strip();
    }

    private Optional<String> commonest() {
        Map<ColourName, Integer> counts = new EnumMap<>(ColourName.class);
        figures.forEach(f -> counts.merge(f.colour(), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(e -> e.getKey().word());
    }

    private Optional<String> odd() {
        List<Figure> byColour = figures.stream().filter(f -> figures.stream().filter(g -> g.colour() == f.colour()).count() == 1).toList();
        List<Figure> byKind = figures.stream().filter(f -> figures.stream().filter(g -> g.kind() == f.kind()).count() == 1).toList();
        if (byColour.size() == 1) {
            return Optional.of(byColour.getFirst().label());
        }
        return byKind.size() == 1 ? Optional.of(byKind.getFirst().label()) : Optional.empty();
    }
}
