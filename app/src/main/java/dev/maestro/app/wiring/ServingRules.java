package dev.maestro.app.wiring;

import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.policy.protocol.PolicyPrompts;
import dev.maestro.routing.Language;
import dev.maestro.rules.RuleFault;
import dev.maestro.rules.RuleSets;
import dev.maestro.skills.prompts.PlanCheck;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rule engine, loaded when it is first asked: many commands never ask. Thread-safe. */
final class ServingRules {
    private @Nullable RuleSets loaded;
    private volatile Consumer<RuleFault> told = _ -> {};

    synchronized RuleSets sets() {
        RuleSets made = loaded;
        if (made == null) {
            made = new RuleSets(Language.find(), fault -> told.accept(fault));
            loaded = made;
        }
        return made;
    }

    /** @param listener told of operators' rules that fail while they serve */
    void tell(Consumer<RuleFault> listener) {
        told = listener;
    }

    /** Everything that must hold before a revision may serve: its rules, its plans, and the prompts of the policy. */
    RevisionCheck check() {
        RevisionCheck rows = snapshot -> sets().check(snapshot);
        return rows.and(PlanCheck::check).and(PolicyPrompts::check);
    }
}
