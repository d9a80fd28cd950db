package dev.maestro.training.orchestra;

import static dev.maestro.orchestra.world.PriceWeight.FAIR;
import static dev.maestro.orchestra.world.PriceWeight.FREE;
import static dev.maestro.orchestra.world.PriceWeight.TIGHT;

import dev.maestro.orchestra.text.CheckpointShape;
import dev.maestro.training.orchestra.Phase.Line;
import dev.maestro.training.orchestra.ReadingLevel.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that decides what a run learns but its seed.
 *
 * @param reading levels, in order
 * @param phases  after them, in order
 */
public record OrchestraRecipe(CheckpointShape shape, List<ReadingLevel> reading, List<Phase> phases) {
    public OrchestraRecipe {
        reading = List.copyOf(reading);
        phases = List.copyOf(phases);
    }

    /** The shipped recipe: docs/orchestra.md says what it reaches. */
    public static OrchestraRecipe standard() {
        return new OrchestraRecipe(new CheckpointShape(96, 3, 6, 6, 16, 192),
                List.of(new ReadingLevel(2, 0, Kind.WORD, 0, 72, 0.90, 400, 2e-3),
                        new ReadingLevel(3, 2, Kind.WORD, 0, 48, 0.88, 300, 2e-3),
                        new ReadingLevel(5, 4, Kind.WORD, 0, 24, 0.90, 300, 2e-3),
                        new ReadingLevel(5, 4, Kind.SYNONYM, 0, 24, 0.90, 400, 2e-3),
                        new ReadingLevel(5, 4, Kind.FRAGMENT, 0.4, 24, 0.97, 500, 2e-3),
                        new ReadingLevel(5, 4, Kind.SALAD, 0.8, 20, 0.992, 2400, 2e-3)),
                List.of(new Phase("two-steps", 100, 300, 0.6, 20, 16, new Line(1e-3, 7e-4), 0.7, 0.6, 0.8, 1, 0.05, Line.at(0),
                        new Line(0.4, 0.1), 0.02, Line.at(0), List.of(FREE), new Line(0.35, 0.2), Line.at(0.3), 0.1, 5),
                        new Phase("stopping", 200, 200, 2, 20, 16, new Line(7e-4, 3e-4), 0.4, 0.6, 0.5, 0, 0, new Line(1, 0.15),
                                new Line(0.06, 0.01), 0.02, new Line(0.14, 0.04), List.of(FREE), new Line(0.2, 0.12), new Line(0.25, 0.06),
                                0.15, 4),
                        new Phase("prices", 200, 200, 2, 20, 16, new Line(6e-4, 5e-5), 0.4, 0.4, 0.5, 0, 0, new Line(0.15, 0.03),
                                new Line(0.06, 0.01), 0.04, new Line(0.03, 0.01), List.of(FREE, FAIR, TIGHT, TIGHT), new Line(0.3, 0.1),
                                new Line(0.08, 0.03), 0.2, 4)));
    }

    /**
     * The same in fewer steps.
     *
     * @param levelSteps most steps of a level; 0: as many as it has
     * @param phaseSteps steps of a phase; 0: as many as it has
     */
    OrchestraRecipe limited(int levelSteps, int phaseSteps) {
        List<ReadingLevel> levels = reading.stream().map(l -> levelSteps == 0
                ? l
                : new ReadingLevel(l.experts(), l.skills(), l.kind(), l.typos(), l.prompts(), l.stopAt(), levelSteps, l.rate())).toList();
        List<Phase> limited = phases.stream().map(p -> phaseSteps == 0 ? p : p.in(phaseSteps)).toList();
        return new OrchestraRecipe(shape, levels, limited);
    }

    /** The same in so few and so small steps that a test can take them all. */
    public OrchestraRecipe shortened(int levelSteps, int phaseSteps) {
        List<ReadingLevel> levels = new ArrayList<>();
        for (ReadingLevel l : reading) {
            levels.add(new ReadingLevel(l.experts(), l.skills(), l.kind(), l.typos(), 4, l.stopAt(), levelSteps, l.rate()));
        }
        List<Phase> shorter = new ArrayList<>();
        for (Phase p : phases) {
            shorter.add(p.in(phaseSteps).of(4, 4));
        }
        return new OrchestraRecipe(shape, levels, shorter);
    }
}
