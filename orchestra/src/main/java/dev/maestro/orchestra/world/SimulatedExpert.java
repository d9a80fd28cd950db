package dev.maestro.orchestra.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expert of one task. What it is good at is hidden but for its description.
 *
 * @param levels      the three subjects it is good at: two at the top, one fair; others are {@link Level#NONE}
 * @param words       how its description calls each of them
 * @param description e.g. {@code top charts maps, fair sums, cheap}
 */
public record SimulatedExpert(String name, Map<Subject, Level> levels, Map<Subject, String> words, PriceClass price, String description) {
    private static final List<String> TEMPLATES = List.of("top {a} {b}, fair {c}, {p}", "{p}, top {a} {b}, fair {c}",
            "top {a} {b}, {p}, fair {c}");
    private static final List<String> HELD_OUT_TEMPLATES = List.of("fair {c}, top {a} {b}, {p}", "{p}, fair {c}, top {a} {b}");

    public SimulatedExpert {
        levels = Map.copyOf(levels);
        words = Map.copyOf(words);
    }

    /** How descriptions are built: {@code {a}}, {@code {b}} top subjects, {@code {c}} the fair one, {@code {p}} the price class. */
    public static List<String> templates(boolean heldOut) {
        return heldOut ? HELD_OUT_TEMPLATES : TEMPLATES;
    }

    static SimulatedExpert draw(SeededDraws draws, String name, boolean heldOut) {
        List<Subject> good = draws.shuffled(List.of(Subject.values())).subList(0, 3);
        Map<Subject, Level> levels = Map.of(good.get(0), Level.TOP, good.get(1), Level.TOP, good.get(2), Level.FAIR);
        PriceClass price = draws.pick(List.of(PriceClass.values()));
        Map<Subject, String> words = new HashMap<>();
        good.forEach(subject -> words.put(subject, draws.pick(subject.specialities())));
        String description = draws.pick(templates(heldOut))
                .replace("{a}", words.get(good.get(0)))
                .replace("{b}", words.get(good.get(1)))
                .replace("{c}", words.get(good.get(2)))
                .replace("{p}", price.wire());
        return new SimulatedExpert(name, levels, words, price, description);
    }

    public Level level(Subject subject) {
        return levels.getOrDefault(subject, Level.NONE);
    }
}
