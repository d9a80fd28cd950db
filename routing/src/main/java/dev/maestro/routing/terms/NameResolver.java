package dev.maestro.routing.terms;

import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.NameRule;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NormalForms;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a name as it was written into a canonical one, by the rows of one snapshot and profile: exact
 * aliases first, then the ordered ones (aliases that only need to be contained; name rules), then,
 * where the profile allows it, the canonical names themselves with any separators. Immutable and
 * thread-safe.
 */
public final class NameResolver {
    private final Names experts;
    private final Names skills;

    private NameResolver(Names experts, Names skills) {
        this.experts = experts;
        this.skills = skills;
    }

    public static NameResolver of(RegistrySnapshot snapshot, Profile profile) {
        List<Alias> expertAliases = snapshot.content().expertAliases().stream().filter(a -> a.profile().equals(profile)).toList();
        List<Alias> skillAliases = snapshot.content().skillAliases().stream().filter(a -> a.profile().equals(profile)).toList();
        List<NameRule> rules = snapshot.content().nameRules().stream()
                .filter(r -> r.profile().equals(profile))
                .sorted(Comparator.comparingInt(NameRule::priority))
                .toList();
        boolean canonical = Conventions.of(profile).canonicalNames();
        List<String> expertNames = snapshot.experts().stream().map(Expert::name).toList();
        return new NameResolver(
                new Names(expertAliases, List.of(), canonical ? expertNames : List.of(), canonical),
                new Names(skillAliases, rules, canonical ? snapshot.skills().stream().map(Skill::name).toList() : List.of(), canonical));
    }

    /** The canonical name of an expert, or of a service, which the rules will then refuse by its name. */
    public Optional<String> expert(String written) {
        return experts.resolve(written);
    }

    /** The canonical name of a skill; in the {@code reference} profile there may be no such skill. */
    public Optional<String> skill(String written) {
        return skills.resolve(written);
    }

    /** Names of one kind. */
    private static final class Names {
        private final Map<String, String> exact = new HashMap<>();
        private final Map<String, String> unseparated = new HashMap<>();
        private final List<Alias> contained;
        private final List<NameRule> rules;

        Names(List<Alias> aliases, List<NameRule> rules, List<String> canonical, boolean anySeparators) {
            // What comes first stays: a canonical name is never taken over by an alias of another.
            for (String name : canonical) {
                exact.putIfAbsent(NormalForms.lower(name), name);
                unseparated.putIfAbsent(NormalForms.unseparated(name), name);
            }
            for (Alias alias : aliases) {
                if (alias.match() == Alias.Match.EXACT) {
                    exact.putIfAbsent(alias.alias(), alias.target());
                    if (anySeparators) {
                        unseparated.putIfAbsent(NormalForms.unseparated(alias.alias()), alias.target());
                    }
                }
            }
            this.contained = aliases.stream()
                    .filter(a -> a.match() == Alias.Match.CONTAINS)
                    .sorted(Comparator.comparingInt(Alias::priority).thenComparing(Alias::alias))
                    .toList();
            this.rules = rules;
        }

        Optional<String> resolve(String written) {
            String name = NormalForms.name(written);
            String target = exact.get(name);
            if (target == null && !unseparated.isEmpty()) {
                target = unseparated.get(NormalForms.unseparated(name));
            }
            if (target != null) {
                return Optional.of(target);
            }
            for (Alias alias : contained) {
                if (name.contains(alias.alias())) {
                    return Optional.of(alias.target());
                }
            }
            for (NameRule rule : rules) {
                if (holds(rule, name)) {
                    return Optional.of(rule.target());
                }
            }
            return Optional.empty();
        }

        private static boolean holds(NameRule rule, String name) {
            return rule.allOf().stream().allMatch(name::contains)
                    && (rule.anyOf().isEmpty() || rule.anyOf().stream().anyMatch(name::contains))
                    && rule.noneOf().stream().noneMatch(name::contains);
        }
    }
}
