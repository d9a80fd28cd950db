package dev.maestro.routing.meaning;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.Language;
import dev.maestro.routing.terms.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How texts for one router are read beyond their letters: misspelt words by its vocabulary, the meaning by its examples. Thread-safe. */
public final class RouterInterpreter {
    private static final Logger LOG = LoggerFactory.getLogger(RouterInterpreter.class);
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    /** A word of a term is meant rather than one that examples happen to use. */
    private static final int TERM_COUNTS = 3;

    private final Language language;
    private final List<RoutingExample> examples;
    private final Spelling spelling;
    private volatile Optional<ExampleSimilarity> likeness = Optional.empty();

    public RouterInterpreter(RegistrySnapshot snapshot, Profile profile, String router, Language language) {
        this.language = language;
        this.examples = snapshot.content().routingExamples().stream()
                .filter(e -> e.profile().equals(profile) && e.router().equals(router))
                .toList();
        Map<String, Integer> vocabulary = new HashMap<>();
        for (RoutingTerm term : snapshot.content().routingTerms()) {
            // The beginning of a word is no word.
            if (term.profile().equals(profile) && term.router().equals(router) && term.match() != RoutingTerm.Match.PREFIX) {
                count(term.term(), TERM_COUNTS, vocabulary);
            }
        }
        examples.forEach(example -> count(NormalForms.text(example.example()), 1, vocabulary));
        this.spelling = new Spelling(vocabulary, language);
    }

    private static void count(String text, int times, Map<String, Integer> vocabulary) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            vocabulary.merge(word.group(), times, Integer::sum);
        }
    }

    public Spelling.Reading read(String text) {
        return spelling.read(NormalForms.text(text));
    }

    /** Whether {@link #likeness} can say anything, as far as can be told without asking the model. */
    public boolean understands() {
        return language.understands() && !examples.isEmpty();
    }

    public boolean hasExamples(String leaf) {
        return examples.stream().anyMatch(example -> example.leaf().equals(leaf));
    }

    /** By leaf; empty when the model cannot be had: then the words alone must do. */
    public Map<String, ExampleSimilarity.Leaf> likeness(String text) {
        try {
            return fitted().of(text);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("event=meaning_unavailable routing by words alone", e);
            return Map.of();
        }
    }

    /** Fits the examples now, so that the first question does not wait. */
    public void prepare() {
        if (understands()) {
            likeness("");
        }
    }

    private ExampleSimilarity fitted() {
        Optional<ExampleSimilarity> made = likeness;
        if (made.isEmpty()) {
            synchronized (this) {
                made = likeness;
                if (made.isEmpty()) {
                    made = Optional.of(new ExampleSimilarity(examples, language));
                    likeness = made;
                }
            }
        }
        return made.orElseThrow();
    }
}
