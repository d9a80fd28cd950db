package dev.maestro.training.pictures;

import dev.maestro.orchestra.world.SeededDraws;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Tasks about the pictures of a pool: wording and order of the panel are drawn, and know nothing of the picture. */
final class DrawingTasks {
    private final DrawingPool pool;
    private final long seed;
    private final Map<DrawingGroup, List<Long>> learned;

    /**
     * @param seed     of wordings and orders, and of which pictures come when
     * @param pictures to learn from
     */
    DrawingTasks(DrawingPool pool, long seed, int pictures) {
        this.pool = pool;
        this.seed = seed;
        this.learned = learned(pool, pictures);
    }

    /** Numbers by group. Shapes are of more kinds, and asking about them takes least: they are five ninths. */
    static Map<DrawingGroup, List<Long>> learned(DrawingPool pool, int pictures) {
        int some = Math.max(1, 2 * pictures / 9);
        Map<DrawingGroup, List<Long>> numbers = new EnumMap<>(DrawingGroup.class);
        for (DrawingGroup group : DrawingGroup.values()) {
            numbers.put(group, pool.numbers(DrawingSplit.TRAIN, group, group == DrawingGroup.SHAPES ? pictures - 2 * some : some));
        }
        return numbers;
    }

    /** Of training: groups alike often, of each any picture, seen another way round each time. */
    DrawingTask training(String draw) {
        SeededDraws draws = SeededDraws.of("pictures/training", seed, draw);
        long number = draws.pick(learned.get(draws.pick(List.of(DrawingGroup.values()))));
        LearnedDrawing picture = pool.picture(DrawingSplit.TRAIN, number);
        return task(DrawingSplit.TRAIN.wire() + "/" + number + "/" + draw, picture.seenAs(picture.seen().varied(draws)), draws);
    }

    /** The first so many, the same each time. */
    List<DrawingTask> of(DrawingSplit split, int count) {
        return LongStream.range(0, count).mapToObj(number -> task(split.wire() + "/" + number, pool.picture(split, number),
                SeededDraws.of("pictures", seed, split.wire(), number, "words"))).toList();
    }

    private static DrawingTask task(String id, LearnedDrawing picture, SeededDraws draws) {
        return new DrawingTask(id, picture, draws.pick(DrawingText.QUESTIONS), draws.shuffled(List.of(DrawingExpert.values())));
    }
}
