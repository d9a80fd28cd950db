package dev.maestro.rules;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the way from a Level-1 skill to its leaf without judging a call, for checks and for explaining a decision.
 * Thread-safe.
 */
public final class Routing {
    private final RuleSets ruleSets;

    public Routing(RuleSets ruleSets) {
        this.ruleSets = ruleSets;
    }

    /**
     * @param leaf  canonical name of the skill whose plan runs
     * @param route its key among its siblings; empty when the skill has a plan of its own
     */
    public record Route(String leaf, String route, Verdict.Trace trace) {}

    /**
     * Where a question goes, by the rows and rules that serve.
     *
     * @param profile    {@code default} or {@code reference}
     * @param skill      as it would be written in a call
     * @param question   the call's input
     * @param imageCount images of the call
     * @return empty when the skill is unknown or refused, e.g. without an image
     */
    public Optional<Route> route(RegistrySnapshot snapshot, Profile profile, String skill, String question, int imageCount) {
        CompiledRuleSet rules = (CompiledRuleSet) ruleSets.forSnapshot(snapshot);
        return rules.route(new Call(profile, "", skill, question, "", imageCount, List.of(), Set.of(), Set.of()));
    }
}
