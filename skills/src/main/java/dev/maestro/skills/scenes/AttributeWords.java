package dev.maestro.skills.scenes;

import java.util.Locale;
import java.util.Map;

/** The words that attributes are compared by: synonyms become one word. */
final class AttributeWords {
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("color", "colour"), Map.entry("metallic", "metal"), Map.entry("shiny", "metal"), Map.entry("matte", "rubber"),
            Map.entry("matt", "rubber"),
            Map.entry("big", "large"), Map.entry("huge", "large"), Map.entry("little", "small"), Map.entry("tiny", "small"),
            Map.entry("ball", "sphere"), Map.entry("balls", "sphere"), Map.entry("spheres", "sphere"), Map.entry("block", "cube"),
            Map.entry("blocks", "cube"),
            Map.entry("box", "cube"), Map.entry("cubes", "cube"), Map.entry("cylinders", "cylinder"), Map.entry("gray", "grey"),
            Map.entry("aqua", "cyan"),
            Map.entry("turquoise", "cyan"), Map.entry("violet", "purple"));

    private AttributeWords() {}

    static String one(String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT);
        return SAME.getOrDefault(plain, plain);
    }
}
