package dev.maestro.rules;

import java.util.List;

/**
 * An operator's rule that failed while it judged, so often that its revision should serve no new queries: once when it threw,
 * three times when it was cut off.
 *
 * @param revision the registry's revision that it belongs to
 * @param rule     its name; empty when the engine did not tell
 * @param sources  the rows of {@code rule_sources} that may have done it: one, where the rule is known
 * @param reason   what happened
 * @param times    how often rules of this revision failed in this process
 */
public record RuleFault(long revision, String rule, List<String> sources, String reason, int times) {
    public RuleFault {
        sources = List.copyOf(sources);
    }
}
