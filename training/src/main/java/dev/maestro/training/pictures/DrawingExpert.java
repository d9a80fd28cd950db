package dev.maestro.training.pictures;

import dev.maestro.orchestra.world.SeededDraws;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who can be asked about a picture: the programs that read pixels, and three that are bad at most kinds. */
public enum DrawingExpert {
    /** Charts of all kinds. */
    CHART_READER("chart-reader", "chart-reader", Set.of(), "reads charts"),
    /** Signs and receipts. */
    TEXT_READER("text-reader", "text-reader", Set.of(), "reads text"),
    /** Shapes, lines, circles, coins, grids. */
    SHAPE_COUNTER("shape-counter", "shape-counter", Set.of(), "counts shapes"),
    /** The chart reader before it knew more than bars: of other pictures it says nothing. */
    BAR_READER("bar-reader", "chart-reader", Set.of("bar-chart"), "reads bars"),
    /** The text reader of one who looks at signs only. */
    SIGN_READER("sign-reader", "text-reader", Set.of("sign"), "reads signs"),
    /** Looks at nothing: its answer follows from the drawing's seed. */
    GUESSER("guesser", "", Set.of(), "guesses");

    private static final List<String> GUESSES = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "Yes", "No");

    private final String written;
    private final String program;
    private final Set<String> kinds;
    private final String description;

    DrawingExpert(String written, String program, Set<String> kinds, String description) {
        this.written = written;
        this.program = program;
        this.kinds = kinds;
        this.description = description;
    }

    /** By which the policy calls it. */
    public String written() {
        return written;
    }

    public String description() {
        return description;
    }

    /** Programs that are asked. */
    static List<String> programs() {
        return List.of(CHART_READER.program, TEXT_READER.program, SHAPE_COUNTER.program);
    }

    /** Which program reads a picture of that kind for it; empty where it says nothing, or asks none. */
    Optional<String> program(String kind) {
        return Optional.of(program).filter(name -> !name.isEmpty() && (kinds.isEmpty() || kinds.contains(kind)));
    }

    /** What it says without a program. */
    String alone(long seed) {
        return this == GUESSER ? SeededDraws.of("pictures/guess", seed).pick(GUESSES) : "";
    }
}
