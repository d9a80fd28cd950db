package dev.maestro.app.check;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.protocol.ReferenceLoop;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.rules.Call;
import dev.maestro.rules.CallErrors;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names as the registry resolves them and the rules admit them, for the reference system's loop. */
final class RegistryNames implements ReferenceLoop.Names {
    /** More images than any skill asks for: they are not the question here. */
    private static final int ENOUGH_IMAGES = 8;

    private final RegistrySnapshot snapshot;
    private final NameResolver names;
    private final RuleSet rules;
    private final String anyExpert;
    private final Map<String, Boolean> implemented = new HashMap<>();

    RegistryNames(RegistrySnapshot snapshot, RuleSet rules) {
        this.snapshot = snapshot;
        this.names = NameResolver.of(snapshot, Profile.REFERENCE);
        this.rules = rules;
        this.anyExpert = snapshot.experts().stream()
                .map(Expert::name).filter(name -> names.expert(name).filter(name::equals).isPresent()).findFirst().orElse("");
    }

    @Override
    public Optional<ReferenceLoop.Model> model(String written) {
        return names.expert(written).map(name -> new ReferenceLoop.Model(name, ExpertPorts.of(snapshot, name).orElse(0)));
    }

    @Override
    public Optional<String> skill(String written) {
        return names.skill(written);
    }

    /** Whether the rules find something to run behind the name; canonical names are few, so each is asked for once. */
    @Override
    public boolean isImplemented(String skill) {
        return implemented.computeIfAbsent(skill, name -> {
            Call call = new Call(Profile.REFERENCE, anyExpert, name, "", "", ENOUGH_IMAGES, List.of(), Set.of(), Set.of());
            return !(rules.judge(call) instanceof Verdict.Refused refused && refused.code().equals(CallErrors.SKILL_NOT_BUILT.name()));
        });
    }
}
