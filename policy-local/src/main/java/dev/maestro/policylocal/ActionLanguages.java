package dev.maestro.policylocal;

import dev.maestro.core.registry.Profile;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.policy.Transcript;
import dev.maestro.policylocal.grammar.ActionLanguage;
import dev.maestro.policylocal.grammar.OfferedPair;
import dev.maestro.policylocal.grammar.TokenTrie;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The language of each turn; turns with the same names share one, and what is known about its tokens. Thread-safe. */
final class ActionLanguages {
    /** A few revisions, each with experts in and out of reach. */
    private static final int MOST = 32;

    private final Vocabulary vocabulary;
    private final TokenTrie trie;
    private final Map<Key, ActionLanguage> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ActionLanguage> eldest) {
            return size() > MOST;
        }
    };

    private record Key(List<OfferedPair> pairs, boolean mayCall, boolean mayAnswer) {}

    ActionLanguages(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.trie = TokenTrie.of(vocabulary);
    }

    synchronized ActionLanguage of(Transcript transcript) {
        boolean mayCall = transcript.turnsLeft() > 1;
        // The reference system discards a first response without a call.
        boolean mayAnswer = !mayCall || !transcript.turns().isEmpty() || !transcript.profile().equals(Profile.REFERENCE);
        Key key = new Key(OfferedPair.offered(transcript), mayCall, mayAnswer);
        return known.computeIfAbsent(key, k -> new ActionLanguage(vocabulary, trie, k.pairs(), k.mayCall(), k.mayAnswer()));
    }
}
