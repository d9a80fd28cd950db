package dev.maestro.rules;

import dev.maestro.rules.facts.AdmittedCall;
import dev.maestro.rules.facts.ApprovalNeeded;
import dev.maestro.rules.facts.AskedCall;
import dev.maestro.rules.facts.AskedExpert;
import dev.maestro.rules.facts.AskedSkill;
import dev.maestro.rules.facts.ByMeaning;
import dev.maestro.rules.facts.ByWords;
import dev.maestro.rules.facts.Candidate;
import dev.maestro.rules.facts.Choice;
import dev.maestro.rules.facts.EarlierCall;
import dev.maestro.rules.facts.Fallback;
import dev.maestro.rules.facts.Meaning;
import dev.maestro.rules.facts.Pairing;
import dev.maestro.rules.facts.Refusal;
import dev.maestro.rules.facts.Substitute;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator's rule may speak of: facts to match, verdicts to insert, and the calls that its conditions may make. */
final class RuleWords {
    /** The package of facts and verdicts; nothing else may be imported. */
    static final String FACTS = Refusal.class.getPackageName();

    private static final Map<String, Class<?>> MATCHED = byName(List.of(
            AdmittedCall.class, ApprovalNeeded.class, AskedCall.class, AskedExpert.class, AskedSkill.class, ByMeaning.class,
            ByWords.class, Candidate.class, Choice.class, EarlierCall.class, Fallback.class, Meaning.class, Pairing.class,
            Refusal.class, Substitute.class));

    private static final Map<String, Class<?>> INSERTED = byName(
            List.of(ApprovalNeeded.class, Choice.class, Fallback.class, Refusal.class));

    /** Facts of which one call may have many, for messages. */
    static final String MANY = "Candidate, Meaning, EarlierCall, Substitute, and verdicts";

    /** Calls of texts: none of them throws, waits, or makes a text much longer than it was. */
    static final Set<String> TEXT_CALLS = new TreeSet<>(Set.of(
            "contains", "endsWith", "equals", "equalsIgnoreCase", "indexOf", "isBlank", "isEmpty", "lastIndexOf", "length", "matches",
            "startsWith", "strip", "toLowerCase", "toUpperCase", "trim"));

    /** Operators that are words. */
    static final Set<String> OPERATORS = new TreeSet<>(Set.of("contains", "in", "matches", "str"));

    private RuleWords() {}

    private static Map<String, Class<?>> byName(List<Class<?>> types) {
        return types.stream().collect(Collectors.toMap(Class::getSimpleName, t -> t, (a, same) -> a, TreeMap::new));
    }

    /** The fact that a pattern names, simply or with its package. */
    static Optional<Class<?>> fact(String written) {
        return Optional.ofNullable(MATCHED.get(simple(written)));
    }

    /** Whether a consequence may insert it. */
    static boolean verdict(String written) {
        return INSERTED.containsKey(simple(written));
    }

    private static String simple(String written) {
        return written.startsWith(FACTS + ".") ? written.substring(FACTS.length() + 1) : written;
    }

    /** Whether there may be many of it for one call. */
    static boolean many(@Nullable String written) {
        String name = written == null ? "" : simple(written);
        return INSERTED.containsKey(name) || MANY.contains(name + ",");
    }

    static Set<String> components(Class<?> fact) {
        return Arrays.stream(fact.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a fact of any kind has such a component. */
    static boolean component(String name) {
        return MATCHED.values().stream().anyMatch(fact -> components(fact).contains(name));
    }

    /** Whether it names a subject of a refusal: {@code Refusal.Subject.PAIR}. */
    static boolean subject(String written) {
        String prefix = "Refusal.Subject.";
        String name = simple(written);
        return name.startsWith(prefix)
                && Arrays.stream(Refusal.Subject.values()).anyMatch(s -> s.name().equals(name.substring(prefix.length())));
    }

    /** Whether a source may import it. */
    static boolean importable(String target) {
        return target.equals(FACTS + ".*") || target.startsWith(FACTS + ".") && fact(target).isPresent();
    }

    static String facts() {
        return list(MATCHED.keySet());
    }

    static String verdicts() {
        return list(INSERTED.keySet());
    }

    static String list(Collection<String> words) {
        return String.join(", ", words);
    }
}
