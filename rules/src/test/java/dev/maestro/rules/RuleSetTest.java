package dev.maestro.rules;

import static dev.maestro.rules.SmallRegistries.call;
import static dev.maestro.rules.SmallRegistries.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private final RuleSets ruleSets = new RuleSets();

    private Verdict judge(SmallRegistries registry, Call call) {
        return ruleSets.forSnapshot(registry.snapshot()).judge(call);
    }

    @Test
    void a_refusal_names_the_nearest_valid_names_first() {
        assertThat(judge(given(), call("Gamm", "Reader", "what?")))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.validNames()).first().isEqualTo("Gamma");
                    assertThat(refused.reason()).isEqualTo("no expert \"Gamm\". Nearest: Gamma, Alpha, Beta");
                });
    }

    @Test
    void everything_that_is_wrong_with_a_call_is_told_at_once() {
        assertThat(judge(given(), call("Delta", "Writer", "")))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo("EXPERT_UNKNOWN");
                    assertThat(refused.reason()).contains("no expert \"Delta\"", "no skill \"Writer\"", "the input is empty");
                });
    }

    @Test
    void a_pair_that_is_not_allowed_names_the_experts_that_can() {
        assertThat(judge(given().pair("Alpha", "Reader", false), call("Alpha", "Reader", "what?")))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(refused -> assertThat(refused.validNames()).containsExactly("Beta", "Gamma"));
    }

    @Test
    void experts_that_could_not_be_reached_are_fallbacks_after_the_others() {
        assertThat(judge(given(), call("Alpha", "Reader", "what?", 1, List.of(), Set.of("Beta"), Set.of())))
                .asInstanceOf(type(Verdict.Dispatched.class))
                .satisfies(dispatched -> assertThat(dispatched.fallbacks()).containsExactly("Gamma", "Beta"));
    }

    @Test
    void an_expert_that_nobody_approved_is_no_fallback() {
        assertThat(judge(given().expert("Beta", Expert.Role.EXPERT, true, true), call("Alpha", "Reader", "what?")))
                .asInstanceOf(type(Verdict.Dispatched.class))
                .satisfies(dispatched -> assertThat(dispatched.fallbacks()).containsExactly("Gamma"));
    }

    @Test
    void the_input_weighs_more_than_the_question_and_the_trace_says_how_much() {
        Call call = new Call(Profile.DEFAULT, "Alpha", "Shapes", "the square", "the circle in the square", 1, List.of(), Set.of(),
                Set.of());
        assertThat(judge(given(), call))
                .asInstanceOf(type(Verdict.Dispatched.class))
                .satisfies(dispatched -> {
                    assertThat(dispatched.leaf()).isEqualTo("Squares");
                    assertThat(dispatched.route()).isEqualTo("squares");
                    assertThat(dispatched.trace().terms()).containsExactly("Circles: circle (+2)", "Squares: square (+4)");
                    assertThat(dispatched.trace().scores()).containsExactly(new Verdict.Score("Squares", 4),
                            new Verdict.Score("Circles", 2));
                    assertThat(dispatched.trace().runnerUp()).isEqualTo("Circles");
                });
    }

    @Test
    void a_question_alone_decides_where_the_input_says_nothing() {
        Call call = new Call(Profile.DEFAULT, "Alpha", "Shapes", "look closely", "how many squares?", 1, List.of(), Set.of(), Set.of());
        assertThat(judge(given(), call)).asInstanceOf(type(Verdict.Dispatched.class)).returns("Squares", Verdict.Dispatched::leaf);
    }

    @Test
    void a_disabled_leaf_takes_no_call() {
        assertThat(judge(given().skill("Circles", false, true, false, false), call("Alpha", "Shapes", "circle")))
                .asInstanceOf(type(Verdict.Dispatched.class))
                .returns("Lines", Verdict.Dispatched::leaf);
    }

    @Test
    void the_reference_profile_runs_what_the_reference_runs() {
        SmallRegistries registry = given().skillAlias(Profile.REFERENCE, "reader", "Reader");
        // No name of an expert is known to that profile here, so the skill's own refusals are what can be seen.
        Call empty = new Call(Profile.REFERENCE, "Alpha", "reader", "", "", 1, List.of(), Set.of(), Set.of());
        assertThat(judge(registry, empty))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(
                        refused -> assertThat(refused.trace().rules()).containsExactly("Refuse an expert that the registry does not have"));
    }

    @Test
    void the_same_rows_give_the_same_verdict_word_for_word() {
        Call call = call("Alpha", "Shapes", "square or circle");
        Verdict first = judge(given(), call);
        for (int i = 0; i < 20; i++) {
            assertThat(judge(given(), call)).isEqualTo(first);
        }
    }

    @Test
    void the_identity_covers_every_rule_file() throws IOException {
        Path folder = Path.of("src/main/resources/dev/maestro/rules");
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> sources = files.filter(f -> f.toString().endsWith(".drl"))
                    .map(f -> folder.relativize(f).toString().replace('\\', '/').replace(".drl", ""))
                    .sorted()
                    .toList();
            assertThat(BuiltInRules.SOURCES).isEqualTo(sources);
        }
        assertThat(RuleSets.identity()).matches("sha256:[0-9a-f]{64}");
    }
}
