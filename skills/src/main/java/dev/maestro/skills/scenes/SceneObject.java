package dev.maestro.skills.scenes;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * An object of a scene.
 *
 * @param number     from 1, in the order of the list
 * @param attributes e.g. {@code colour}, {@code shape}, {@code material}, {@code size}; words as {@link AttributeWords} has them
 * @param across     how far right its middle is, in whatever unit the list uses; NaN when it was not said
 * @param down       how far down its lower edge is: nearer things stand lower in an image; NaN when it was not said
 */
record SceneObject(int number, Map<String, String> attributes, double across, double down) {
    SceneObject {
        attributes = Map.copyOf(attributes);
    }

    String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    String shown() {
        return "#" + number + " " + java.util.stream.Stream.of("size", "colour", "material", "shape").map(this::attribute)
                .filter(a -> !a.isEmpty()).collect(Collectors.joining(" "));
    }
}
