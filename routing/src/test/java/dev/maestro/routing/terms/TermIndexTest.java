package dev.maestro.routing.terms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.ImageBonus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.RoutingTerm.Match;
import dev.maestro.routing.terms.TermIndex.LeafScore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermIndexTest {
    private static RoutingTerm term(Profile profile, String leaf, String term, Match match, int weight, String group) {
        return new RoutingTerm(profile, "router", leaf, term, match, weight, Optional.of(group).filter(g -> !g.isEmpty()));
    }

    private static TermIndex index(Profile profile, List<ImageBonus> bonuses, RoutingTerm... terms) {
        return TermIndex.of(new RegistrySnapshot(1, new RegistrySnapshot.Content(List.of(), List.of(), List.of(), List.of(), List.of(),
                Arrays.asList(terms), bonuses, List.of(), List.of(), List.of(), List.of())), profile);
    }

    private static int score(Match match, String term, String text) {
        // Twice the weight: a call's input counts double in the default profile.
        return index(Profile.DEFAULT, List.of(), term(Profile.DEFAULT, "leaf", term, match, 1, "")).match("router", text).scores().stream()
                .mapToInt(LeafScore::score)
                .sum() / 2;
    }

    @Test
    void a_word_is_no_part_of_another_but_may_be_plural_or_possessive() {
        assertThat(score(Match.WORD, "path", "the pathology report")).isZero();
        assertThat(score(Match.WORD, "table", "a vegetable")).isZero();
        assertThat(score(Match.WORD, "table", "Two TABLES")).isOne();
        assertThat(score(Match.WORD, "woman", "the woman\u2019s shirt")).isOne();
        assertThat(score(Match.WORD, "cross", "it crosses")).isOne();
        assertThat(score(Match.WORD, "sign", "it signals")).isZero();
        assertThat(score(Match.WORD, "(row,column)", "as a pair (row,column), please")).isOne();
        assertThat(score(Match.WORD, "café", "cafés")).isOne();
    }

    @Test
    void a_prefix_begins_a_word_and_a_substring_stands_anywhere() {
        assertThat(score(Match.PREFIX, "intersect", "intersecting lines")).isOne();
        assertThat(score(Match.PREFIX, "sect", "intersecting lines")).isZero();
        assertThat(score(Match.SUBSTRING, "sect", "intersecting lines")).isOne();
    }

    @Test
    void a_term_counts_once_however_often_it_occurs() {
        assertThat(score(Match.WORD, "dot", "a dot, a dot, a dot")).isOne();
    }

    @Test
    void of_words_inside_one_another_the_longest_counts_unless_the_shorter_stands_elsewhere_too() {
        TermIndex index = index(Profile.DEFAULT, List.of(),
                term(Profile.DEFAULT, "way", "arrow", Match.WORD, 3, ""), term(Profile.DEFAULT, "point", "arrow tip", Match.WORD, 5, ""));
        assertThat(index.match("router", "what does the arrow tip touch?").scores()).containsExactly(new LeafScore("point", 10));
        assertThat(index.match("router", "the arrow tip of the arrow").scores())
                .containsExactly(new LeafScore("point", 10), new LeafScore("way", 6));
    }

    @Test
    void substrings_count_each_as_in_the_reference() {
        TermIndex index = index(Profile.REFERENCE, List.of(),
                term(Profile.REFERENCE, "way", "path", Match.SUBSTRING, 1, ""),
                term(Profile.REFERENCE, "way", "colored path", Match.SUBSTRING, 1, ""));
        assertThat(index.match("router", "the colored path").scores()).containsExactly(new LeafScore("way", 2));
    }

    @Test
    void a_group_adds_its_weight_once() {
        TermIndex index = index(Profile.REFERENCE, List.of(),
                term(Profile.REFERENCE, "way", "follow", Match.SUBSTRING, 2, "g"),
                term(Profile.REFERENCE, "way", "arrow", Match.SUBSTRING, 2, "g"),
                term(Profile.REFERENCE, "way", "arrow", Match.SUBSTRING, 1, ""));
        assertThat(index.match("router", "follow the arrow").scores()).containsExactly(new LeafScore("way", 3));
    }

    @Test
    void images_add_their_bonus_from_the_number_on() {
        TermIndex index = index(Profile.REFERENCE, List.of(new ImageBonus(Profile.REFERENCE, "router", "views", 2, 2)));
        assertThat(index.match("router", "what?", "", 1).scores()).isEmpty();
        assertThat(index.match("router", "what?", "", 2).scores()).containsExactly(new LeafScore("views", 2));
    }

    @Test
    void the_question_is_read_where_the_profile_reads_it_and_counts_less_than_the_input() {
        TermIndex ours = index(Profile.DEFAULT, List.of(), term(Profile.DEFAULT, "leaf", "dot", Match.WORD, 1, ""));
        assertThat(ours.match("router", "what?", "which dot?", 1).scores()).containsExactly(new LeafScore("leaf", 1));
        assertThat(ours.match("router", "this dot", "which dot?", 1).scores()).containsExactly(new LeafScore("leaf", 2));
        TermIndex reference = index(Profile.REFERENCE, List.of(), term(Profile.REFERENCE, "leaf", "dot", Match.SUBSTRING, 1, ""));
        assertThat(reference.match("router", "what?", "which dot?", 1).scores()).isEmpty();
    }

    @Test
    void a_weight_of_zero_takes_a_phrase_out_of_consideration() {
        TermIndex index = index(Profile.DEFAULT, List.of(),
                term(Profile.DEFAULT, "letters", "letter", Match.WORD, 2, ""),
                term(Profile.DEFAULT, "letters", "answer with a letter", Match.WORD, 0, ""));
        assertThat(index.match("router", "Which line is longer? Answer with a letter.").scores()).isEmpty();
    }

    @Test
    void an_unknown_router_scores_nothing() {
        assertThat(index(Profile.DEFAULT, List.of()).match("nobody", "text").scores()).isEmpty();
    }
}
