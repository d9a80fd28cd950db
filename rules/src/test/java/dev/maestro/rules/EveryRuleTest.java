package dev.maestro.rules;

import static dev.maestro.rules.SmallRegistries.call;
import static dev.maestro.rules.SmallRegistries.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by an example that fires it and one that nearly does. */
class EveryRuleTest {
    private static final RuleSets RULE_SETS = new RuleSets(new BagOfWords(Set.of()));

    /** @param decision refusal code, leaf, or {@code approve:} and the target */
    record Example(String rule, SmallRegistries registry, Call fires, String decision, SmallRegistries nearlyRegistry, Call nearly,
            String nearlyDecision) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static Example example(String rule, SmallRegistries registry, Call fires, String decision, Call nearly, String nearlyDecision) {
        return new Example(rule, registry, fires, decision, registry, nearly, nearlyDecision);
    }

    static Stream<Example> examples() {
        Call plain = call("Alpha", "Reader", "what is it?");
        return Stream.of(
                example("Refuse an expert that the registry does not have", given(), call("Alpho", "Reader", "what?"), "EXPERT_UNKNOWN",
                        plain, "Reader"),
                example("Refuse the word Model-Name where an expert's name belongs", given(),
                        call("<Model-Name>", "Reader", "what?"), "INPUT_PLACEHOLDER", call("Model-Alpha", "Reader", "what?"),
                        "EXPERT_UNKNOWN"),
                new Example("Refuse a service where an expert belongs", given().expert("Alpha", Expert.Role.SERVICE, false, true),
                        plain, "EXPERT_NOT_ADDRESSABLE", given(), plain, "Reader"),
                new Example("Refuse an expert that is switched off", given().expert("Alpha", Expert.Role.EXPERT, false, false), plain,
                        "EXPERT_DISABLED",
                        given(), plain, "Reader"),
                example("Refuse a skill whose name means nothing here", given(), call("Alpha", "Reeder", "what?"), "SKILL_UNKNOWN", plain,
                        "Reader"),
                example("Refuse the word Skill-Name where a skill's name belongs", given(),
                        call("Alpha", "Skill-Name", "what?"), "INPUT_PLACEHOLDER", call("Alpha", "Skill-Nam", "what?"), "SKILL_UNKNOWN"),
                example("Refuse a skill that has a name but no row in the registry",
                        given().skillAlias(Profile.DEFAULT, "ghost", "Ghost_Skill"),
                        call("Alpha", "ghost", "what?"), "SKILL_NOT_BUILT", call("Alpha", "ghosts", "what?"), "SKILL_UNKNOWN"),
                example("Refuse a skill that has neither a plan nor leaves", given().skill("Hollow", Optional.empty(), 1),
                        call("Alpha", "Hollow", "what?"), "SKILL_NOT_BUILT", plain, "Reader"),
                new Example("Refuse a skill that is switched off", given().skill("Reader", false, true, false, false), plain,
                        "SKILL_DISABLED",
                        given(), plain, "Reader"),
                new Example("Refuse a leaf that may only be reached through its router",
                        given().skill("Circles", false, false, false, true),
                        call("Alpha", "Circles", "what?"), "SKILL_NOT_ADDRESSABLE", given(), call("Alpha", "Circles", "what?"), "Circles"),
                new Example("Refuse a skill that the expert cannot do", given().pair("Alpha", "Reader", false), plain, "PAIR_NOT_ALLOWED",
                        given().pair("Beta", "Reader", false), plain, "Reader"),
                example("Refuse a skill that needs more images than the query has", given().skill("Comparer", Optional.of("{}"), 2),
                        call("Alpha", "Comparer", "what?"), "IMAGES_MISSING",
                        call("Alpha", "Comparer", "what?", 2, List.of(), Set.of(), Set.of()), "Comparer"),
                example("Refuse a call without input", given(), call("Alpha", "Reader", " \u00a0\n"), "INPUT_EMPTY",
                        call("Alpha", "Reader", "?"), "Reader"),
                example("Refuse the words of the call's own example as input", given(),
                        call("Alpha", "Reader", "[Your-Text-Input]"), "INPUT_PLACEHOLDER", call("Alpha", "Reader", "Your text input field"),
                        "Reader"),
                example("Refuse a call that this query has made before", given(),
                        call("alpha", "reader", "what is it? ", 1, List.of("Alpha@@Reader:what is it?"), Set.of(), Set.of()),
                        "CALL_REPEATED",
                        call("Alpha", "Reader", "what is it?", 1, List.of("Beta@@Reader:what is it?"), Set.of(), Set.of()), "Reader"),
                example("Run a leaf that was named directly", given(), call("Alpha", "Squares", "the circle"), "Squares",
                        call("Alpha", "Shapes", "the circle"), "Circles"),
                example("Run a skill that has a plan of its own", given(), plain, "Reader", call("Alpha", "Shapes", "a square"), "Squares"),
                example("Run the leaf with the highest score", given(), call("Alpha", "Shapes", "the square"), "Squares",
                        call("Alpha", "Shapes", "the squared"), "Lines"),
                example("Of leaves that share the highest score run the one of smallest priority", given(),
                        call("Alpha", "Shapes", "square or circle"), "Circles", call("Alpha", "Shapes", "square or circus"), "Squares"),
                example("Run the default leaf when no term speaks for any", given(), call("Alpha", "Shapes", "what?"), "Lines",
                        call("Alpha", "Shapes", "which circle?"), "Circles"),
                new Example("Refuse a call that speaks for no leaf where there is no default",
                        given().skill("Lines", false, true, false, true),
                        call("Alpha", "Shapes", "what?"), "NO_ROUTE", given(), call("Alpha", "Shapes", "what?"), "Lines"),
                example("Run the leaf for which words and meaning together say most", given().examples(),
                        call("Alpha", "Shapes", "something with four corners"), "Squares", call("Alpha", "Shapes", "what?"), "Lines"),
                example("Run the default leaf when neither words nor meaning speak for any", given().examples(),
                        call("Alpha", "Shapes", "what?"), "Lines", call("Alpha", "Shapes", "a round one"), "Circles"),
                new Example("Refuse a call that neither words nor meaning give to a leaf where there is no default",
                        given().examples().skill("Lines", false, true, false, true), call("Alpha", "Shapes", "what?"), "NO_ROUTE",
                        given().examples().skill("Lines", false, true, false, true), call("Alpha", "Shapes", "a round one"), "Circles"),
                new Example("Refuse a leaf that the expert cannot do", given().pair("Alpha", "Circles", false),
                        call("Alpha", "Shapes", "the circle"), "PAIR_NOT_ALLOWED", given().pair("Alpha", "Circles", false),
                        call("Alpha", "Shapes", "the square"), "Squares"),
                new Example("Ask a person before an expert that needs approval", given().expert("Alpha", Expert.Role.EXPERT, true, true),
                        plain,
                        "approve:Alpha", given().expert("Alpha", Expert.Role.EXPERT, true, true),
                        call("Alpha", "Reader", "what?", 1, List.of(), Set.of(), Set.of("Alpha")), "Reader"),
                new Example("Ask a person before a skill that needs approval", given().skill("Reader", false, true, true, true), plain,
                        "approve:Reader", given().skill("Reader", false, true, true, true),
                        call("Alpha", "Reader", "what?", 1, List.of(), Set.of(), Set.of("Reader")), "Reader"),
                new Example("Ask a person before a leaf that needs approval", given().skill("Circles", false, true, true, true),
                        call("Alpha", "Shapes", "the circle"), "approve:Circles", given().skill("Circles", false, true, true, true),
                        call("Alpha", "Shapes", "the square"), "Squares"),
                new Example("Fall back on experts that can be reached", given(), plain, "Reader",
                        given().pair("Beta", "Reader", false).pair("Gamma", "Reader", false), plain, "Reader"),
                example("Fall back on experts that could not be reached only after the others", given(),
                        call("Alpha", "Reader", "what?", 1, List.of(), Set.of("Beta"), Set.of()), "Reader", plain, "Reader"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_rule_fires_for_its_example_and_not_for_the_one_that_is_nearly_it(Example example) {
        Verdict fires = RULE_SETS.forSnapshot(example.registry().snapshot()).judge(example.fires());
        assertThat(fires.trace().rules()).contains(example.rule());
        assertThat(decision(fires)).isEqualTo(example.decision());

        Verdict nearly = RULE_SETS.forSnapshot(example.nearlyRegistry().snapshot()).judge(example.nearly());
        assertThat(nearly.trace().rules()).doesNotContain(example.rule());
        assertThat(decision(nearly)).isEqualTo(example.nearlyDecision());
    }

    @Test
    void no_rule_is_without_an_example_that_reaches_it() {
        Set<String> rules = new TreeSet<>();
        BuiltInRules.models().forEach(model -> model.getRules().forEach(rule -> rules.add(rule.getName())));
        Set<String> exemplified = new TreeSet<>();
        examples().forEach(example -> exemplified.add(example.rule()));
        assertThat(exemplified).isEqualTo(rules);
    }

    private static String decision(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused refused -> refused.code();
            case Verdict.Dispatched dispatched -> dispatched.leaf();
            case Verdict.NeedsApproval approval -> "approve:" + approval.target();
        };
    }
}
