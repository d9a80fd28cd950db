package dev.maestro.core.registry;

import java.util.List;

/**
 * A row of {@code name_rules}: one step of the ordered fuzzy normalisation of skill names, tried when
 * no alias equals the written name. Holds when the trimmed, lower-cased name contains every word of
 * {@code allOf}, at least one of {@code anyOf} (if there are any) and none of {@code noneOf}.
 *
 * @param priority order, smaller first; the first rule that holds wins
 * @param target   canonical name; in the {@code reference} profile it may name a skill that cannot be built
 */
public record NameRule(Profile profile, int priority, List<String> allOf, List<String> anyOf, List<String> noneOf, String target) {
    public NameRule {
        allOf = List.copyOf(allOf);
        anyOf = List.copyOf(anyOf);
        noneOf = List.copyOf(noneOf);
    }
}
