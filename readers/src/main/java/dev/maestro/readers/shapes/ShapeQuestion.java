package dev.maestro.readers.shapes;

import java.util.List;
import java.util.Optional;

/**
 * What a question asks.
 *
 * @param targets the things it names, in order; empty when it names none
 * @param braces    whether the answer is wanted in curly brackets
 * @param pairForm  whether rows and columns are wanted as {@code (rows,columns)}
 * @param keyedForm whether they are wanted as {@code rows={…} columns={…}}
 * @param names   capital letters or names of stations
 * @param noun    what is counted when it is no shape, e.g. {@code coins}; empty otherwise
 */
record ShapeQuestion(Family family, List<Target> targets, boolean braces, boolean pairForm, boolean keyedForm, List<String> names,
        String noun,
        Optional<Direction> direction) {
    ShapeQuestion {
        targets = List.copyOf(targets);
        names = List.copyOf(names);
    }

    enum Family {
        COUNT, TOUCHING, OVERLAPPING, CROSSINGS, CIRCLED, GRID, ROWS, COLUMNS, PATHS, COLOUR, SHAPE, EXISTS, RELATION, WHERE,
        MOST_COMMON_COLOUR, ODD_ONE_OUT, UNKNOWN
    }

    /** Left, right, above, below: of a relation or the outermost figure; the others choose by size or place. */
    enum Direction {
        LEFT, RIGHT, ABOVE, BELOW, LARGEST, SMALLEST, CENTRE, NEAREST
    }

    /**
     * A thing by kind, colour, fill and size, as far as the question says.
     *
     * @param large {@code true} for large ones, {@code false} for small ones
     */
    record Target(Optional<FigureKind> kind, Optional<ColourName> colour, Optional<Boolean> filled, Optional<Boolean> large) {
        boolean isAny() {
            return kind.isEmpty() && colour.isEmpty() && filled.isEmpty() && large.isEmpty();
        }
    }

    Optional<Target> target() {
        return targets.isEmpty() ? Optional.empty() : Optional.of(targets.getFirst());
    }

    Optional<FigureKind> kind() {
        return target().flatMap(Target::kind);
    }
}
