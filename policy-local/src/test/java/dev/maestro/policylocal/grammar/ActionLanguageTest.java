package dev.maestro.policylocal.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.inference.engine.ByteVocabulary;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.policy.testing.PolicyRegistries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActionLanguageTest {
    private static final List<OfferedPair> PAIRS = List.of(
            new OfferedPair("Chart-R1", "Chart_Problem_Solver"), new OfferedPair("Chart-R1", "Counting_Problem_Solver"),
            new OfferedPair("Chart-R12", "Chart_Problem_Solver"), new OfferedPair("Zähler", "Counting_Problem_Solver"));
    /** Pieces as a byte-pair vocabulary has them: parts of names, tags, and some that reach over a border. */
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary(
            "<th", "ink>", "</", "search", "answer", ">Ch", "art", "-R", "1@@", "@@", "_Problem", "_Sol", "ver:", ": ", ":W", "Count",
            "ing", "</think>", ">\n",
            "<search>", "<answer", ">A", ". </", "search>", "r>", " What", " is", "</search>x", "Chart-R2", "@@Nothing", "\u00e4h", "<|im",
            "< Search", "< answer >",
            "日", "\uff1c", "  ", "<information>");

    private static final TokenTrie TRIE = TokenTrie.of(VOCABULARY);
    private final ActionLanguage language = new ActionLanguage(VOCABULARY, TRIE, PAIRS, true, true);

    private static boolean takes(ActionLanguage language, String text) {
        return language.after(language.start(), text.getBytes(StandardCharsets.UTF_8)).filter(language::isComplete).isPresent();
    }

    @Test
    void turns_as_they_should_be_are_taken() {
        assertThat(List.of(
                "<think>A chart; x < 5 and <b>bold</b>.</think>\n<search>Chart-R1@@Chart_Problem_Solver: What is the value in 2019?</search>",
                "<search>Zähler@@Counting_Problem_Solver:How many?</search>",
                "I think that is enough.\n\n<answer>42 % < 50</answer>",
                "a thought that the template opened</think><answer>日本</answer>",
                "<think></think><answer>£5</answer>"))
                .allMatch(text -> takes(language, text));
    }

    @Test
    void names_that_are_not_offered_cannot_be_written() {
        assertThat(List.of(
                "<search>Chart-R2@@Chart_Problem_Solver: q</search>",
                "<search>Chart-R12@@Counting_Problem_Solver: q</search>",
                "<search>chart-r1@@Chart_Problem_Solver: q</search>",
                "<search> Chart-R1@@Chart_Problem_Solver: q</search>",
                "<search>Chart-R1: q</search>",
                "< search >Chart-R1@@Chart_Problem_Solver: q</search>",
                "<SEARCH>Chart-R1@@Chart_Problem_Solver: q</search>",
                "<search>Chart-R1@@Chart_Problem_Solver:</search>",
                "<search>Chart-R1@@Chart_Problem_Solver:   </search>",
                "<search>Chart-R1@@Chart_Problem_Solver: a</think></search>",
                "<search>Chart-R1@@Chart_Problem_Solver: a<information>b</search>",
                "<answer></answer>", "<answer> </answer>", "<answer>a</ answer>", "<answer>\u200b</answer>", "<answer>\u00ad</answer>",
                "<answer>\u3000</answer>",
                "<think><answer>a</answer>", "no action", "<answer>a</answer> more"))
                .noneMatch(text -> takes(language, text));
    }

    @Test
    void the_last_turn_can_only_answer_and_a_demanded_call_can_only_call() {
        String call = "<search>Chart-R1@@Chart_Problem_Solver: q</search>";
        ActionLanguage last = new ActionLanguage(VOCABULARY, TRIE, PAIRS, false, true);
        ActionLanguage first = new ActionLanguage(VOCABULARY, TRIE, PAIRS, true, false);
        ActionLanguage lonely = new ActionLanguage(VOCABULARY, TRIE, List.of(), true, false);

        assertThat(takes(last, call)).isFalse();
        assertThat(takes(last, "<answer>a</answer>")).isTrue();
        assertThat(takes(first, call)).isTrue();
        assertThat(takes(first, "<answer>a</answer>")).isFalse();
        assertThat(takes(lonely, "<answer>a</answer>")).isTrue();
    }

    @Test
    void the_allowed_tokens_are_exactly_those_whose_bytes_may_follow() {
        String text = "<think>日 is 5 < 6</think> <search>Chart-R1@@Chart_Problem_Solver: What is it?</search>";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Set<String> spanning = new HashSet<>();
        Set<String> inNames = new HashSet<>();
        for (int length = 0; length <= bytes.length; length++) {
            int state = language.after(language.start(), java.util.Arrays.copyOf(bytes, length)).orElseThrow();
            BitSet expected = new BitSet();
            for (int token = 0; token < VOCABULARY.size(); token++) {
                byte[] own = VOCABULARY.bytes(token);
                if (own.length > 0 && language.after(state, own).isPresent()) {
                    expected.set(token);
                }
            }
            BitSet allowed = new BitSet();
            IntStream.range(0, VOCABULARY.size()).filter(language.mask(state)::allows).forEach(allowed::set);
            assertThat(allowed).as("after " + length + " bytes").isEqualTo(expected);
            Set<String> seen = language.isInName(state) ? inNames : spanning;
            allowed.stream().filter(token -> token >= 256)
                    .forEach(token -> seen.add(new String(VOCABULARY.bytes(token), StandardCharsets.UTF_8)));
        }
        assertThat(spanning).contains(">Ch", "<search>", ". </").doesNotContain("</search>x", "< answer >", "<information>");
        assertThat(inNames).contains("1@@", "ver:", ":W", ": ", "art").doesNotContain("Chart-R2", "@@Nothing", " What", "日");
    }

    /** What a model without any sense writes: every allowed token as likely as the other. */
    private String babble(ActionLanguage written, int maxTokens, Random random) {
        int state = written.start();
        List<byte[]> text = new ArrayList<>();
        for (int left = maxTokens; left > 0 && !written.isComplete(state); left--) {
            if (left <= written.tokensInHurry()) {
                state = written.hurried(state);
            }
            ActionLanguage now = written;
            int place = state;
            int[] allowed = IntStream.range(0, VOCABULARY.size()).filter(now.mask(place)::allows).toArray();
            assertThat(allowed).isNotEmpty();
            int token = allowed[random.nextInt(allowed.length)];
            text.add(VOCABULARY.bytes(token));
            state = written.after(state, token);
        }
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        text.forEach(bytes::writeBytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatever_is_written_is_a_valid_action_for_both_protocols_within_the_tokens_there_are() {
        Transcript transcript = PolicyRegistries.transcript(PolicyRegistries.small().snapshot(), Profile.DEFAULT, "How many?", 3);
        Transcript later = PolicyRegistries.transcript(PolicyRegistries.small().snapshot(), Profile.REFERENCE, "How many?", 3,
                new Transcript.Turn("<search>Chart-R1@@Chart_Problem_Solver: q</search>",
                        new Action.Call("Chart-R1", "Chart_Problem_Solver", "q"),
                        new Transcript.Observation.Evidence("Chart-R1", "Chart_Problem_Solver", "leaf", "text")));
        int calls = 0;
        for (int seed = 0; seed < 1_500; seed++) {
            String text = babble(language, 100 + seed % 200, new Random(seed));
            for (Action action : List.of(Protocol.of(Profile.DEFAULT).read(text, "stop", transcript).action(),
                    Protocol.of(Profile.REFERENCE).read(text, "stop", later).action())) {
                switch (action) {
                    case Action.Call(var expert, var skill, var input) -> {
                        calls++;
                        assertThat(PAIRS).as(text).contains(new OfferedPair(expert, skill));
                        assertThat(input).isNotBlank();
                    }
                    case Action.Answer(var answer) -> assertThat(answer).isNotBlank();
                    case Action.Invalid invalid -> assertThat(invalid).as(text).isNull();
                }
            }
        }
        assertThat(calls).isPositive();
    }

    @Test
    void the_first_turn_of_the_reference_profile_is_a_valid_call() {
        ActionLanguage first = new ActionLanguage(VOCABULARY, TRIE, PAIRS, true, false);
        Transcript transcript = PolicyRegistries.transcript(PolicyRegistries.small().snapshot(), Profile.REFERENCE, "How many?", 3);
        for (int seed = 0; seed < 500; seed++) {
            String text = babble(first, 200, new Random(seed));
            assertThat(Protocol.of(Profile.REFERENCE).read(text, "stop", transcript).action()).as(text).isInstanceOf(Action.Call.class);
        }
    }

    @Test
    void places_are_few_so_that_masks_are_found_soon() {
        for (int seed = 0; seed < 500; seed++) {
            babble(language, 300, new Random(seed));
        }
        assertThat(language.size()).isLessThan(1_000);
    }

    @Test
    void what_is_offered_is_enabled_compatible_and_in_reach() {
        Transcript transcript = PolicyRegistries.transcript(
                PolicyRegistries.small().service("Zoom").skill("Off_Solver", "Off.", "e", false).expert("Colon: R", "Cannot be written.")
                        .snapshot(),
                Profile.DEFAULT, "q", 3);
        Transcript withoutCounter = new Transcript("q", Profile.DEFAULT, "q", List.of(), List.of(), List.of(), 3, 100,
                transcript.snapshot(),
                Set.of("Counter-8B"));

        assertThat(OfferedPair.offered(transcript)).containsExactlyInAnyOrder(
                new OfferedPair("Chart-R1", "Chart_Problem_Solver"), new OfferedPair("Counter-8B", "Chart_Problem_Solver"),
                new OfferedPair("Chart-R1", "Counting_Problem_Solver"), new OfferedPair("Counter-8B", "Counting_Problem_Solver"));
        assertThat(OfferedPair.offered(withoutCounter)).hasSize(2).allMatch(pair -> pair.expert().equals("Chart-R1"));
    }
}
