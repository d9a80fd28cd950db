package dev.maestro.registry.terms;

import dev.maestro.registry.RegistrySnapshot;
import java.util.Map;

/**
 * What a profile means where its rows alone cannot say it.
 *
 * @param canonicalNames a canonical name, and every alias, may be written with any separators between its words;
 *                       otherwise nothing but the rows resolves
 * @param inputWeight    a term found in the call's input counts this many times its weight
 * @param questionWeight a term found only in the user's question counts this many times its weight; 0: the question is not read
 */
public record Conventions(boolean canonicalNames, int inputWeight, int questionWeight) {
    /** The policy's paraphrase is about this call, the user's question about the whole query: hence two to one. */
    private static final Conventions DEFAULT = new Conventions(true, 2, 1);

    private static final Map<String, Conventions> BY_PROFILE =
            Map.of(RegistrySnapshot.REFERENCE_PROFILE, new Conventions(false, 1, 0));

    public static Conventions of(String profile) {
        return BY_PROFILE.getOrDefault(profile, DEFAULT);
    }
}
