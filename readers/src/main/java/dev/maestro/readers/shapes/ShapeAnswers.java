package dev.maestro.readers.shapes;

import dev.maestro.core.CallContext;
import dev.maestro.readers.shapes.ShapeCounterExpert.Finding;
import dev.maestro.readers.shapes.ShapeQuestion.Target;
import dev.maestro.readers.text.TextReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers one question about one image. */
final class ShapeAnswers {
    private static final Target ANYTHING = new Target(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final LabRaster raster;
    private final TextReader reader;
    private final CallContext context;

    ShapeAnswers(LabRaster raster, TextReader reader, CallContext context) {
        this.raster = raster;
        this.reader = reader;
        this.context = context;
    }

    Optional<Finding> answer(String question) {
        ShapeQuestion asked = QuestionReader.read(question);
        return switch (asked.family()) {
            case COUNT -> count(asked);
            case TOUCHING, OVERLAPPING -> pair(asked);
            case CROSSINGS -> crossings(asked);
            case CIRCLED -> circled(asked);
            case GRID, ROWS, COLUMNS -> grid(asked);
            case PATHS -> paths(asked);
            case COLOUR, SHAPE, EXISTS, RELATION, WHERE, MOST_COMMON_COLOUR, ODD_ONE_OUT -> scene(asked);
            case UNKNOWN -> Optional.empty();
        };
    }

    private Optional<Finding> count(ShapeQuestion asked) {
        Segmentation segmentation = Segmentation.of(raster);
        if (!asked.noun().isEmpty() && !segmentation.drawn() || !asked.noun().isEmpty() && asked.kind().isEmpty() && !flat(segmentation)) {
            return objects(asked);
        }
        if (context.cancelled()) {
            return Optional.empty();
        }
        List<Figure> figures = segmentation.figures(asked.kind());
        Target target = asked.target().orElse(ANYTHING);
        List<Figure> found = Matching.matching(figures, target);
        if (asked.noun().isEmpty() && found.isEmpty() && !segmentation.drawn()) {
            return objects(asked);
        }
        if (figures.isEmpty() && !segmentation.drawn()) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(evidence(found), form(asked, Integer.toString(found.size()))));
    }

    /** A drawing whose figures are all clear, so that counting figures counts the objects. */
    private static boolean flat(Segmentation segmentation) {
        return segmentation.drawn() && segmentation.backdrop().noise() < 2;
    }

    private Optional<Finding> objects(ShapeQuestion asked) {
        return ObjectCounter.count(raster).map(count -> {
            List<ObjectCounter.Blob> objects = count.objects().stream()
                    .filter(b -> asked.target().flatMap(Target::colour).map(c -> b.colour().mayBeCalled(c)).orElse(true)).toList();
            String how = String.join("; ", count.evidence());
            return Finding.of("Counted by " + how + ".", form(asked, Integer.toString(objects.size())));
        });
    }

    private Optional<Finding> pair(ShapeQuestion asked) {
        return CirclePairs.measure(Segmentation.of(raster)).map(pair -> {
            boolean yes = asked.family() == ShapeQuestion.Family.TOUCHING ? pair.touching() : pair.overlapping();
            String state = pair.inside()
                    ? "one circle lies inside the other"
                    : pair.overlapping()
                            ? "the circles share area"
                            : pair.touching() ? "the boundaries meet without sharing area" : "the circles are apart";
            return Finding.of("Gap between the boundaries: %.1f pixels; %s.".formatted(pair.gap() * raster.scale, state),
                    form(asked, yes ? "Yes" : "No"));
        });
    }

    private Optional<Finding> crossings(ShapeQuestion asked) {
        Segmentation segmentation = Segmentation.of(raster);
        List<InkColours.Layer> layers = InkColours.layers(segmentation, 0.03);
        List<ColourName> colours = asked.targets().stream().flatMap(t -> t.colour().stream()).distinct().toList();
        Optional<InkColours.Layer> first = Optional.empty();
        Optional<InkColours.Layer> second = Optional.empty();
        if (colours.size() >= 2) {
            first = InkColours.named(layers, colours.get(0));
            second = InkColours.named(layers, colours.get(1));
        } else if (layers.size() >= 2) {
            List<InkColours.Layer> lines = layers.stream().filter(l -> l.colour() != ColourName.BLACK && l.colour() != ColourName.GRAY)
                    .toList();
            List<InkColours.Layer> use = lines.size() >= 2 ? lines : layers;
            first = Optional.of(use.get(0));
            second = Optional.of(use.get(1));
        } else if (layers.size() == 1) {
            int n = LineCrossings.within(layers.getFirst().mask()).size();
            return Optional.of(Finding.of("Crossings among lines of one colour: " + n + ".", form(asked, Integer.toString(n))));
        }
        if (first.isEmpty() || second.isEmpty() || first.get() == second.get()) {
            return Optional.empty();
        }
        List<double[]> points = LineCrossings.between(first.get().mask(), second.get().mask(), segmentation.ink());
        String where = points.stream().map(p -> "(%.0f, %.0f)".formatted(p[0] * raster.scale, p[1] * raster.scale))
                .collect(Collectors.joining(", "));
        String evidence = "The %s and the %s line meet %d times%s.".formatted(first.get().colour().word(), second.get().colour().word(),
                points.size(), where.isEmpty() ? "" : " at " + where);
        return Optional.of(Finding.of(evidence, form(asked, Integer.toString(points.size()))));
    }

    private Optional<Finding> circled(ShapeQuestion asked) {
        Optional<ColourName> colour = asked.targets().stream().flatMap(t -> t.colour().stream()).findFirst();
        return CircledCharacter.read(Segmentation.of(raster), colour, reader)
                .map(c -> Finding.of("The word is \"" + c.word() + "\".", form(asked, c.character())));
    }

    private Optional<Finding> grid(ShapeQuestion asked) {
        return GridReader.read(Segmentation.of(raster)).map(grid -> {
            String answer = switch (asked.family()) {
                case ROWS -> form(asked, Integer.toString(grid.rows()));
                case COLUMNS -> form(asked, Integer.toString(grid.columns()));
                default -> both(asked, grid);
            };
            return Finding.of("Rows: %d, columns: %d.".formatted(grid.rows(), grid.columns()), answer);
        });
    }

    private static String both(ShapeQuestion asked, GridReader grid) {
        if (asked.keyedForm() || asked.braces() && !asked.pairForm()) {
            return "rows={%d} columns={%d}".formatted(grid.rows(), grid.columns());
        }
        return asked.pairForm() ? "(%d,%d)".formatted(grid.rows(), grid.columns()) : "%d, %d".formatted(grid.rows(), grid.columns());
    }

    private Optional<Finding> paths(ShapeQuestion asked) {
        if (asked.names().size() < 2) {
            return Optional.empty();
        }
        Segmentation segmentation = Segmentation.of(raster);
        String from = Stations.key(asked.names().get(0));
        String to = Stations.key(asked.names().get(1));
        Map<String, PixelBox> stations = Stations.find(segmentation, reader, List.of(from, to));
        if (!stations.containsKey(from) || !stations.containsKey(to)) {
            return Optional.empty();
        }
        List<Paths.Path> all = new Paths(segmentation, stations).all();
        List<Paths.Path> between = all.stream().filter(p -> p.connects(from, to)).toList();
        String seen = all.stream().map(p -> p.colour().word() + " " + p.from() + "–" + p.to()).collect(Collectors.joining(", "));
        return Optional.of(Finding.of("Paths of one colour: " + (seen.isEmpty() ? "none" : seen) + ".",
                form(asked, Integer.toString(between.size()))));
    }

    private Optional<Finding> scene(ShapeQuestion asked) {
        Segmentation segmentation = Segmentation.of(raster);
        if (!segmentation.drawn()) {
            return Optional.empty();
        }
        List<Figure> figures = segmentation.figures(asked.kind());
        return new SceneAnswers(figures, raster.width, raster.height).answer(asked).map(a -> Finding.of(evidence(figures), form(asked, a)));
    }

    private String evidence(List<Figure> found) {
        if (found.isEmpty()) {
            return "None found.";
        }
        return found.stream().limit(24)
                .map(f -> "%s at (%.0f, %.0f)".formatted(f.label(), f.centreX() * raster.scale, f.centreY() * raster.scale))
                .collect(Collectors.joining("; ", "Found: ", found.size() > 24 ? "; …" : "."));
    }

    private static String form(ShapeQuestion asked, String answer) {
        return asked.braces() ? "{" + answer + "}" : answer;
    }
}
