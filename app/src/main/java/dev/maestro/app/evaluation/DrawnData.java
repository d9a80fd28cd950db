package dev.maestro.app.evaluation;

import dev.maestro.app.evaluation.data.DataRow;
import dev.maestro.app.evaluation.data.DataSet;
import dev.maestro.core.ContentHash;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerators;
import java.util.List;
import java.util.function.Predicate;

/**
 * Drawings of each kind, one for each seed, with a question and its answers each: the same
 * drawings on every machine. The data source is the kind.
 */
public final class DrawnData implements DataSet {
    /** Before the number of seeds, where a data set is named. */
    public static final String NAME = "demo-pictures:";

    private final DrawingGenerators generators;
    private final long firstSeed;
    private final int seeds;

    /** @param seeds of each kind, from {@code firstSeed} on */
    public DrawnData(DrawingGenerators generators, long firstSeed, int seeds) {
        this.generators = generators;
        this.firstSeed = firstSeed;
        this.seeds = seeds;
    }

    /** The name of the data in an evaluation: {@code demo-pictures:1+100}. */
    public String name() {
        return NAME + firstSeed + "+" + seeds;
    }

    /** @throws IllegalArgumentException when it is no name of drawings */
    public static DrawnData named(String name, DrawingGenerators generators) {
        String[] numbers = name.substring(NAME.length()).split("\\+");
        return new DrawnData(generators, Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]));
    }

    @Override
    public String hash() {
        return ContentHash.of(name() + " " + generators.kinds()).value();
    }

    @Override
    public void rows(long fromIndex, Predicate<DataRow> taker) {
        List<String> kinds = generators.kinds();
        for (long index = fromIndex; index < (long) seeds * kinds.size(); index++) {
            Drawing drawn = generators.named(kinds.get((int) (index % kinds.size()))).draw(firstSeed + index / kinds.size());
            String id = drawn.kind() + "-" + drawn.seed();
            if (!taker.test(
                    new DataRow.Good(index, id, id, drawn.kind(), drawn.question(), List.of(new DataRow.ImageSource.Bytes(drawn.png())),
                            drawn.accepted(), false))) {
                return;
            }
        }
    }
}
