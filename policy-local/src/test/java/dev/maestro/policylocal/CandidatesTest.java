package dev.maestro.policylocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.inference.engine.ByteVocabulary;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.GenerationOutcome.Alternative;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.HashModel;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenMask;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.policylocal.grammar.ActionLanguage;
import dev.maestro.policylocal.grammar.OfferedPair;
import dev.maestro.policylocal.grammar.TokenTrie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is recorded beside a call, held to every way there is of writing every pair, each token's probability computed anew. */
@Timeout(120)
class CandidatesTest {
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary("search", "B@@", "@@x", ">A", "y:", "BA", "@@", ": w");
    private static final List<OfferedPair> PAIRS = List.of(new OfferedPair("A", "x"), new OfferedPair("A", "y"), new OfferedPair("B", "x"),
            new OfferedPair("BA", "y"));
    private static final int[] PROMPT = VOCABULARY.encode("What is it?");

    private final ActionLanguage language = new ActionLanguage(VOCABULARY, TokenTrie.of(VOCABULARY), PAIRS, true, true);
    private final HashModel model = HashModel.large();

    /** Of each allowed token behind a text, at a temperature. */
    private Map<Integer, Double> distribution(int[] written, int state, double temperature) {
        int[] tokens = IntStream.concat(IntStream.of(PROMPT), IntStream.of(written)).toArray();
        TokenMask mask = language.mask(state);
        Map<Integer, Double> weights = new TreeMap<>();
        try (DecoderModel.Sequence sequence = model.open(tokens.length);
                DecoderModel.Logits logits = model.prefill(sequence,
                        new PromptSpan(tokens, TokenPrompt.text(tokens).positions(), List.of()))) {
            float[] scores = logits.row(0);
            IntStream.range(0, VOCABULARY.size()).filter(mask::allows)
                    .forEach(token -> weights.put(token, Math.exp(scores[token] / temperature)));
        }
        double total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.replaceAll((_, weight) -> weight / total);
        return weights;
    }

    /** The decision whose tokens are these, as the engine would have recorded it. */
    private Finished decision(double temperature, int... tokens) {
        List<Token> recorded = new ArrayList<>();
        int state = language.start();
        int length = 0;
        for (int i = 0; i < tokens.length; i++) {
            Map<Integer, Double> shares = distribution(java.util.Arrays.copyOf(tokens, i), state, temperature);
            List<Alternative> alternatives = !language.isChoice(state)
                    ? List.of()
                    : shares.entrySet().stream()
                            .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
                            .map(e -> new Alternative(e.getKey(), Math.log(e.getValue()))).toList();
            length += VOCABULARY.bytes(tokens[i]).length;
            recorded.add(new Token(tokens[i], -1, Math.log(shares.get(tokens[i])), length, state, alternatives));
            state = language.after(state, tokens[i]);
        }
        assertThat(language.isComplete(state)).isTrue();
        return new Finished(recorded, "", Reason.STOP, Optional.empty(), Optional.empty(), PROMPT.length, 0);
    }

    private void everyWay(int[] written, int state, double share, String name, double temperature, Map<String, Double> found) {
        if (share < 1e-9) {
            return;
        }
        distribution(written, state, temperature).forEach((token, next) -> {
            int after = language.after(state, token);
            String longer = name + new String(VOCABULARY.bytes(token), StandardCharsets.UTF_8);
            int[] all = java.util.Arrays.copyOf(written, written.length + 1);
            all[written.length] = token;
            if (language.isNamed(after)) {
                found.merge(longer.substring(longer.indexOf('>') + 1, longer.indexOf(':')), share * next, Double::sum);
            } else if (language.isInName(after)) {
                everyWay(all, after, share * next, longer, temperature, found);
            }
        });
    }

    /** @param place tokens before the one that may end the opening tag */
    private void agrees(double temperature, int place, int... tokens) {
        Finished decision = decision(temperature, tokens);
        int[] before = java.util.Arrays.copyOf(tokens, place);
        Map<String, Double> expected = new HashMap<>();
        everyWay(before, decision.tokens().get(place).state(), 1, "", temperature, expected);
        assertThat(expected).hasSize(PAIRS.size());
        try (Engine engine = Engine.start(HashModel.large(), VOCABULARY, EngineSettings.within(1L << 30))) {
            GenerationRequest request = GenerationRequest.of(TokenPrompt.text(PROMPT), 100).sampled(Sampling.at(temperature, 1))
                    .within(language).withAlternatives(400);
            List<Candidate> candidates = new Candidates(engine, language, VOCABULARY, request, 400, generation -> generation).of(decision)
                    .orElseThrow();
            assertThat(candidates).hasSize(PAIRS.size()).allSatisfy(candidate -> assertThat(Math.exp(candidate.score()))
                    .isCloseTo(expected.get(candidate.expert() + "@@" + candidate.skill()),
                            within(1e-4 * expected.get(candidate.expert() + "@@" + candidate.skill()) + 1e-6)));
        }
    }

    private static int[] tokens(String... pieces) {
        return java.util.Arrays.stream(pieces).flatMapToInt(piece -> IntStream.of(VOCABULARY.encode(piece))).toArray();
    }

    @Test
    void the_probability_of_every_pair_is_the_sum_over_all_ways_of_writing_it() {
        agrees(1, 2, tokens("<", "search", ">A", "@@x", ":", "q", "</search>"));
        agrees(0.6, 2, tokens("<", "search", ">", "B", "@@x", ":", "q", "</search>"));
        agrees(2, 2, tokens("<", "search", ">", "BA", "@@", "y:", "q", "</search>"));
    }

    @Test
    void what_could_have_been_called_earlier_in_the_text_is_no_candidate() {
        agrees(1, 6, tokens("<", "search", " ", "o", "<", "search", ">A", "@@x", ":", "q", "</search>"));
    }
}
