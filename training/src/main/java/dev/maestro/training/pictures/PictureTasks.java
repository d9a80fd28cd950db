package dev.maestro.training.pictures;

import dev.maestro.orchestra.world.SeededDraws;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Tasks about the pictures of a pool: wording and order of the panel are drawn, and know nothing of the picture. */
final class PictureTasks {
    private final PicturePool pool;
    private final long seed;
    private final Map<PictureGroup, List<Long>> learned;

    /**
     * @param seed     of wordings and orders, and of which pictures come when
     * @param pictures to learn from
     */
    PictureTasks(PicturePool pool, long seed, int pictures) {
        this.pool = pool;
        this.seed = seed;
        this.learned = learned(pool, pictures);
    }

    /** Numbers by group. Shapes are of more kinds, and asking about them takes least: they are five ninths. */
    static Map<PictureGroup, List<Long>> learned(PicturePool pool, int pictures) {
        int some = Math.max(1, 2 * pictures / 9);
        Map<PictureGroup, List<Long>> numbers = new EnumMap<>(PictureGroup.class);
        for (PictureGroup group : PictureGroup.values()) {
            numbers.put(group, pool.numbers(PictureSplit.TRAIN, group, group == PictureGroup.SHAPES ? pictures - 2 * some : some));
        }
        return numbers;
    }

    /** Of training: groups alike often, of each any picture, seen another way round each time. */
    PictureTask training(String draw) {
        SeededDraws draws = SeededDraws.of("pictures/training", seed, draw);
        long number = draws.pick(learned.get(draws.pick(List.of(PictureGroup.values()))));
        LearnedPicture picture = pool.picture(PictureSplit.TRAIN, number);
        return task(PictureSplit.TRAIN.wire() + "/" + number + "/" + draw, picture.seenAs(picture.seen().varied(draws)), draws);
    }

    /** The first so many, the same each time. */
    List<PictureTask> of(PictureSplit split, int count) {
        return LongStream.range(0, count).mapToObj(number -> task(split.wire() + "/" + number, pool.picture(split, number),
                SeededDraws.of("pictures", seed, split.wire(), number, "words"))).toList();
    }

    private static PictureTask task(String id, LearnedPicture picture, SeededDraws draws) {
        return new PictureTask(id, picture, draws.pick(PictureText.QUESTIONS), draws.shuffled(List.of(PictureExpert.values())));
    }
}
