package dev.maestro.rules;

import static dev.maestro.rules.SmallRegistries.call;
import static dev.maestro.rules.SmallRegistries.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.routing.Language;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a text means, where its words leave it open. */
class MeaningTest {
    @Test
    void where_no_term_speaks_the_likest_examples_decide_and_the_trace_says_which() {
        Verdict.Dispatched found = dispatched(new BagOfWords(Set.of()), given().examples(),
                call("Alpha", "Shapes", "something with four corners"));
        assertThat(found.leaf()).isEqualTo("Squares");
        assertThat(found.trace().terms()).first().asString().matches("Squares: \\d+ % like \"four corners\" \\(\\+\\d+\\)");
        assertThat(found.trace().scores()).first().returns("Squares", Verdict.Score::leaf);
        assertThat(found.trace().rules()).contains("Run the leaf for which words and meaning together say most");
    }

    @Test
    void words_that_say_enough_are_not_asked_what_they_mean() {
        AtomicInteger asked = new AtomicInteger();
        SmallRegistries registry = given().examples().term("Shapes", "Circles", "exactly circular", 12);
        assertThat(dispatched(counting(asked), registry, call("Alpha", "Shapes", "exactly circular with four corners")).leaf())
                .isEqualTo("Circles");
        assertThat(asked).hasValue(0);
    }

    @Test
    void words_and_meaning_add_up() {
        SmallRegistries registry = given().examples().term("Shapes", "Circles", "bright", 3);
        assertThat(dispatched(new BagOfWords(Set.of()), registry, call("Alpha", "Shapes", "bright four corners")).leaf())
                .isEqualTo("Squares");
        assertThat(dispatched(new BagOfWords(Set.of()), registry, call("Alpha", "Shapes", "bright four walls around them")).leaf())
                .isEqualTo("Circles");
    }

    @Test
    void a_new_leaf_joins_by_its_examples_alone() {
        SmallRegistries registry = given().examples().leaf("Shapes", "Spirals", 4, false).example("Shapes", "Spirals",
                "winding ever wider");
        assertThat(dispatched(new BagOfWords(Set.of()), registry, call("Alpha", "Shapes", "winding wider")).leaf()).isEqualTo("Spirals");
    }

    @Test
    void a_leaf_that_leads_by_its_words_and_has_no_examples_is_not_outdone_by_those_of_others() {
        SmallRegistries registry = given().examples().leaf("Shapes", "Spirals", 4, false).term("Shapes", "Spirals", "spiral", 3);
        assertThat(dispatched(new BagOfWords(Set.of()), registry, call("Alpha", "Shapes", "spiral with four corners")).leaf())
                .isEqualTo("Spirals");
    }

    @Test
    void a_disabled_leaf_takes_no_call_however_alike() {
        SmallRegistries registry = given().examples().skill("Squares", false, true, false, false);
        assertThat(dispatched(new BagOfWords(Set.of()), registry, call("Alpha", "Shapes", "four corners")).leaf()).isEqualTo("Lines");
    }

    @Test
    void a_misspelt_term_is_read_as_what_was_meant_and_the_trace_says_so() {
        Verdict.Dispatched found = dispatched(new BagOfWords(Set.of("sqaure")), given(), call("Alpha", "Shapes", "the sqaure"));
        assertThat(found.leaf()).isEqualTo("Squares");
        assertThat(found.trace().terms()).containsExactly("spelling: \"sqaure\" read as \"square\"", "Squares: square (+4)");
    }

    @Test
    void a_real_word_stays_what_it_is() {
        assertThat(dispatched(new BagOfWords(Set.of()), given(), call("Alpha", "Shapes", "the squire")).leaf()).isEqualTo("Lines");
    }

    @Test
    void the_reference_profile_reads_to_the_letter() {
        AtomicInteger asked = new AtomicInteger();
        Routing routing = new Routing(new RuleSets(counting(asked)));
        SmallRegistries registry = given().examples().skillAlias(Profile.REFERENCE, "shapes", "Shapes");
        Optional<Routing.Route> route = routing.route(registry.snapshot(), Profile.REFERENCE, "shapes",
                "four sqaure corners", 1);
        assertThat(route.map(Routing.Route::leaf)).contains("Lines");
        assertThat(asked).hasValue(0);
    }

    @Test
    void without_its_model_words_alone_route() {
        Language broken = new Language() {
            @Override
            public int rank(String word) {
                return 0;
            }

            @Override
            public boolean understands() {
                return true;
            }

            @Override
            public float[] embed(String text) {
                throw new IllegalStateException("MEANING_UNAVAILABLE: no such file");
            }
        };
        assertThat(dispatched(broken, given().examples(), call("Alpha", "Shapes", "a square")).leaf()).isEqualTo("Squares");
        assertThat(dispatched(broken, given().examples(), call("Alpha", "Shapes", "four corners")).leaf()).isEqualTo("Lines");
    }

    @Test
    void the_question_is_understood_with_the_input_and_weighs_half() {
        SmallRegistries registry = given().examples();
        Call both = new Call(Profile.DEFAULT, "Alpha", "Shapes", "four corners", "round things", 1, List.of(), Set.of(), Set.of());
        assertThat(dispatched(new BagOfWords(Set.of()), registry, both).leaf()).isEqualTo("Squares");
        Call vague = new Call(Profile.DEFAULT, "Alpha", "Shapes", "look closely", "round things", 1, List.of(), Set.of(), Set.of());
        assertThat(dispatched(new BagOfWords(Set.of()), registry, vague).leaf()).isEqualTo("Circles");
    }

    private static Language counting(AtomicInteger asked) {
        BagOfWords words = new BagOfWords(Set.of());
        return new Language() {
            @Override
            public int rank(String word) {
                return words.rank(word);
            }

            @Override
            public boolean understands() {
                return true;
            }

            @Override
            public float[] embed(String text) {
                asked.incrementAndGet();
                return words.embed(text);
            }
        };
    }

    private static Verdict.Dispatched dispatched(Language language, SmallRegistries registry, Call call) {
        return (Verdict.Dispatched) new RuleSets(language).forSnapshot(registry.snapshot()).judge(call);
    }
}
