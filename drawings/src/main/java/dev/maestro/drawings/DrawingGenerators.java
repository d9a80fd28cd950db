package dev.maestro.drawings;

import dev.maestro.core.errors.MaestroException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The generators of this installation, by kind. Immutable. */
public final class DrawingGenerators {
    private final Map<String, DrawingGenerator> byKind = new LinkedHashMap<>();

    public DrawingGenerators(List<DrawingGenerator> generators) {
        for (DrawingGenerator generator : generators) {
            if (byKind.put(generator.kind(), generator) != null) {
                throw new MaestroException(DrawingErrors.PICTURE_KIND_TWICE,
                        "two generators draw \"%s\"; one kind has one generator.".formatted(generator.kind()));
            }
        }
    }

    /** The kinds, in the order in which they were given. */
    public List<String> kinds() {
        return List.copyOf(byKind.keySet());
    }

    /** @throws MaestroException {@code PICTURE_KIND_UNKNOWN} when no generator draws that kind; the message lists those there are */
    public DrawingGenerator named(String kind) {
        DrawingGenerator generator = byKind.get(kind);
        if (generator == null) {
            throw new MaestroException(DrawingErrors.PICTURE_KIND_UNKNOWN, "no generator draws \"%s\". There are: %s."
                    .formatted(kind, String.join(", ", byKind.keySet())));
        }
        return generator;
    }
}
