package dev.maestro.core;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Unmodifiable copies that keep the order of what they were made from. {@code Map.copyOf} and {@code Set.copyOf} do not:
 * theirs differs from one run of the JVM to the next, which no code inside a workflow may see.
 */
public final class Ordered {
    private Ordered() {}

    /** A copy in the order of {@code map}. Keys and values may be null where {@code map} holds null. */
    public static <K, V> SequencedMap<K, V> copyOf(Map<? extends K, ? extends V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    /** A copy in the order of {@code elements}, each once, at its first place. */
    public static <E> SequencedSet<E> copyOf(Collection<? extends E> elements) {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(elements));
    }
}
