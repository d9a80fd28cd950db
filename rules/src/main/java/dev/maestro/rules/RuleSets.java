package dev.maestro.rules;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.routing.Language;
import dev.maestro.routing.meaning.ExampleSimilarity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.drools.model.Model;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.conf.KieBaseOption;

/**
 * Makes rule sets, one per registry snapshot, and keeps the latest ones. Operators' rules are compiled only when they
 * differ from those of every set that is kept. Thread-safe; a program needs one instance.
 */
public final class RuleSets implements RevisionCheck {
    /** Revisions that running queries may still be pinned to; older ones are made again when asked for. */
    private static final int KEPT = 8;

    private final List<Model> builtIn;
    private final Language language;
    private final RuleFailures failures;
    private final Latest<List<RuleSource>, KieBase> bases = new Latest<>(this::base);
    private final Latest<RegistrySnapshot, CompiledRuleSet> sets = new Latest<>(this::make);

    /** Rules that read texts to the letter: for decisions that need no language, and for tests. */
    public RuleSets() {
        this(Language.NONE);
    }

    /** @param language by which the default profile reads misspelt words and, where words leave it open, the meaning */
    public RuleSets(Language language) {
        this(language, fault -> {});
    }

    /** @param told called on the judging thread when operators' rules of a revision failed so often that it should serve no new queries */
    public RuleSets(Language language, Consumer<RuleFault> told) {
        this.failures = new RuleFailures(told);
        this.builtIn = BuiltInRules.models();
        this.language = language;
    }

    /**
     * The rules of the snapshot's revision.
     *
     * @throws RuleCompileException when the operator's rules do not compile; seconds where there are any, else milliseconds
     */
    public RuleSet forSnapshot(RegistrySnapshot snapshot) {
        return sets.get(snapshot);
    }

    /**
     * What would keep the snapshot from serving: rules that do not compile, do more than rules may or fail at a rehearsal, aliases that are ambiguous or
     * lead nowhere, terms that can never match, routers without a default. Empty: nothing.
     */
    @Override
    public List<Problem> check(RegistrySnapshot snapshot) {
        List<Problem> problems = new ArrayList<>(RowChecks.of(snapshot));
        try {
            List<RuleSource> sources = enabledSources(snapshot);
            problems.addAll(RuleRehearsal.of(snapshot, bases.get(sources), sources));
        } catch (RuleCompileException e) {
            e.problems().forEach(
                    p -> problems.add(new Problem("rule_sources", p.name(), (p.line() > 0 ? "line " + p.line() + ": " : "") + p.reason())));
        }
        return List.copyOf(problems);
    }

    /** Hash of the built-in rules: with the registry revision it says which rules judged. */
    public static String identity() {
        return BuiltInRules.identity();
    }

    /** Whether there is a language, so that meaning has a say where words leave a question open; false: words alone route. */
    public boolean understands() {
        return language.understands();
    }

    /**
     * Judges made-up calls until the engine's classes are loaded and its rules linked, so that the first
     * real call does not wait. Best called on a thread of its own while the program starts.
     */
    public void warmUp() {
        RuleSet rules = make(WarmUp.snapshot());
        WarmUp.calls().forEach(rules::judge);
    }

    /**
     * Reads the snapshot's routing examples and loads the language model, so that no question waits for it: some
     * seconds of one processor. For the background of a program that will route; what fails is told by the first question.
     */
    public void prepare(RegistrySnapshot snapshot) {
        sets.get(snapshot).prepare();
    }

    /** The texts of the snapshot's routing examples, each once, as a language is asked to embed them. */
    public static List<String> embedded(RegistrySnapshot snapshot) {
        return snapshot.content().routingExamples().stream().map(e -> ExampleSimilarity.meant(e.example())).distinct().toList();
    }

    private CompiledRuleSet make(RegistrySnapshot snapshot) {
        return new CompiledRuleSet(snapshot, bases.get(enabledSources(snapshot)), language, failures);
    }

    private KieBase base(List<RuleSource> sources) {
        Collection<Model> models = new ArrayList<>(builtIn);
        models.addAll(OperatorRules.compile(sources, builtIn));
        return KieBaseBuilder.createKieBaseFromModel(models, new KieBaseOption[0]);
    }

    private static List<RuleSource> enabledSources(RegistrySnapshot snapshot) {
        return snapshot.content().ruleSources().stream().filter(RuleSource::enabled).toList();
    }

    /** The values asked for last; each is made once, by the first who asks, while others wait for that one only. */
    private static final class Latest<K, V> {
        private final Function<K, V> maker;
        private final Map<K, Entry<K, V>> entries = new LinkedHashMap<>(KEPT, 0.75f, true);

        Latest(Function<K, V> maker) {
            this.maker = maker;
        }

        V get(K key) {
            Entry<K, V> entry;
            synchronized (entries) {
                entry = entries.computeIfAbsent(key, Entry::new);
                while (entries.size() > KEPT) {
                    entries.remove(entries.keySet().iterator().next());
                }
            }
            return entry.value(maker);
        }

        private static final class Entry<K, V> {
            private final K key;
            private volatile Set<V> value = Set.of();

            Entry(K key) {
                this.key = key;
            }

            V value(Function<K, V> maker) {
                Set<V> made = value;
                if (made.isEmpty()) {
                    synchronized (this) {
                        made = value;
                        if (made.isEmpty()) {
                            made = Set.of(maker.apply(key));
                            value = made;
                        }
                    }
                }
                return made.iterator().next();
            }
        }
    }
}
