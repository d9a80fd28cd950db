package dev.maestro.rules;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.routing.Language;
import dev.maestro.rules.facts.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.kie.api.KieBase;

/** The rules of one snapshot over a compiled base. */
final class CompiledRuleSet implements RuleSet {
    private final RegistrySnapshot snapshot;
    private final KieBase base;
    private final Language language;
    private final RuleFailures failures;
    private final Map<Profile, ProfileView> views = new ConcurrentHashMap<>();

    CompiledRuleSet(RegistrySnapshot snapshot, KieBase base, Language language, RuleFailures failures) {
        this.failures = failures;
        this.language = language;
        this.snapshot = snapshot;
        this.base = base;
    }

    @Override
    public RegistrySnapshot snapshot() {
        return snapshot;
    }

    @Override
    public Verdict judge(Call call) {
        try (WorkingMemory session = new WorkingMemory(base)) {
            try {
                return new Judgement(view(call.profile()), call, session).judge();
            } catch (RuntimeException | StackOverflowError e) {
                // Ours do not throw; an operator's rule may, and then this call is not permitted.
                failures.failed(snapshot, session.fired(), e);
                return new Verdict.Refused(RuleErrors.RULES_FAILED.name(),
                        "a rule of registry revision " + snapshot.revision() + " failed: " + RuleFailures.reason(e)
                                + "; an operator must correct it",
                        List.of(), new Verdict.Trace(session.fired(), List.of(), List.of(), ""));
            }
        }
    }

    /** See {@link Routing}. */
    Optional<Routing.Route> route(Call call) {
        try (WorkingMemory session = new WorkingMemory(base)) {
            Judgement judgement = new Judgement(view(call.profile()), call, session);
            List<Choice> choices = judgement.route();
            return choices.stream().findFirst().map(c -> new Routing.Route(c.leaf(), c.route(), judgement.trace(c.leaf())));
        }
    }

    /** Loads what the default profile's first routed question would wait for. */
    void prepare() {
        view(Profile.DEFAULT).prepare();
    }

    private ProfileView view(Profile profile) {
        return views.computeIfAbsent(profile, p -> new ProfileView(snapshot, p, language));
    }
}
