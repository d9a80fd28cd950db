package dev.maestro.rules;

import static dev.maestro.rules.SmallRegistries.call;
import static dev.maestro.rules.SmallRegistries.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RevisionCheck.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperatorRulesTest {
    private final RuleSets ruleSets = new RuleSets();

    @Test
    void the_example_of_the_readme_compiles_and_refuses() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```drl\n") + "```drl\n".length();
        String drl = readme.substring(start, readme.indexOf("```", start));
        RuleSet rules = ruleSets.forSnapshot(given().source("no-long-inputs", "admit", drl).snapshot());
        assertThat(rules.judge(call("Alpha", "Reader", "a".repeat(2_001))))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo("INPUT_TOO_LONG");
                    assertThat(refused.trace().rules()).containsExactly("Refuse an input of more than 2,000 characters");
                });
        assertThat(rules.judge(call("Alpha", "Reader", "a".repeat(2_000)))).isInstanceOf(Verdict.Dispatched.class);
    }

    @Test
    void a_limit_may_look_at_what_dispatch_chose() {
        String drl = """
                package dev.maestro.rules.limits
                import dev.maestro.rules.facts.AskedExpert
                import dev.maestro.rules.facts.Choice
                import dev.maestro.rules.facts.Refusal
                rule "Keep Alpha away from circles"
                when
                    Choice(leaf == "Circles")
                    AskedExpert(name == "Alpha")
                then
                    insert(new Refusal("TENANT_CAP", "Alpha does no circles here; ask Beta"));
                end
                """;
        RuleSet rules = ruleSets.forSnapshot(given().source("caps", "limits", drl).snapshot());
        assertThat(rules.judge(call("Alpha", "Shapes", "the circle"))).asInstanceOf(type(Verdict.Refused.class)).returns("TENANT_CAP",
                Verdict.Refused::code);
        assertThat(rules.judge(call("Alpha", "Shapes", "the square"))).isInstanceOf(Verdict.Dispatched.class);
        assertThat(rules.judge(call("Beta", "Shapes", "the circle"))).isInstanceOf(Verdict.Dispatched.class);
    }

    @Test
    void rules_that_do_not_compile_are_refused_with_name_and_line() {
        String drl = """
                package dev.maestro.rules.admit
                import dev.maestro.rules.facts.AskedCall
                rule "Broken"
                when
                    AskedCall(noSuchField == 1)
                then
                end
                """;
        assertThatThrownBy(() -> ruleSets.forSnapshot(given().source("mine", "admit", drl).snapshot()))
                .isInstanceOfSatisfying(RuleCompileException.class, e -> assertThat(e.problems()).isNotEmpty().allSatisfy(p -> {
                    assertThat(p.name()).isEqualTo("mine");
                    assertThat(p.reason()).contains("noSuchField");
                }))
                .hasMessageContaining("RULES_DO_NOT_COMPILE: mine:");
    }

    @Test
    void a_syntax_error_says_its_line() {
        String drl = "package dev.maestro.rules.admit\n\nrule \"Cut off\"\nwhen\n    eval(\nthen\nend\n";
        assertThat(ruleSets.check(given().source("cut", "admit", drl).snapshot()))
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.row()).isEqualTo("cut"))
                .anySatisfy(p -> assertThat(p.reason()).startsWith("line "));
    }

    @Test
    void a_source_of_another_package_or_with_the_name_of_a_built_in_rule_is_refused() {
        assertThat(ruleSets.check(given().source("a", "admit", "package my.rules\nrule \"x\" when then end").snapshot()))
                .containsExactly(new Problem("rule_sources", "a",
                        "line 1: package my.rules in a source of stage admit; write: package dev.maestro.rules.admit"));
        String taken = "package dev.maestro.rules.admit\nrule \"Refuse a call without input\"\nwhen\nthen\nend\n";
        assertThat(ruleSets.check(given().source("b", "admit", taken).snapshot()))
                .containsExactly(new Problem("rule_sources", "b",
                        "line 2: rule \"Refuse a call without input\" is already in the built-in rules; choose another name"));
    }

    @Test
    void a_rule_that_throws_or_never_ends_permits_nothing() {
        String throwing = """
                package dev.maestro.rules.admit
                import dev.maestro.rules.facts.AskedCall
                import dev.maestro.rules.facts.Refusal
                rule "Throws"
                when
                    AskedCall(imageCount / (imageCount - 1) > 7)
                then
                    insert(new Refusal("NEVER", "never"));
                end
                """;
        assertThat(ruleSets.forSnapshot(given().source("t", "admit", throwing).snapshot()).judge(call("Alpha", "Reader", "what?")))
                .asInstanceOf(type(Verdict.Refused.class))
                .returns("RULES_FAILED", Verdict.Refused::code);
        String endless = """
                package dev.maestro.rules.admit
                import dev.maestro.rules.facts.Refusal
                import dev.maestro.rules.facts.AskedCall
                rule "Starts"
                when
                    AskedCall()
                then
                    insert(new Refusal("FED", "+"));
                end
                rule "Feeds itself"
                when
                    Refusal($text : reason)
                then
                    insert(new Refusal("FED", $text + "+"));
                end
                """;
        assertThat(ruleSets.forSnapshot(given().source("e", "admit", endless).snapshot()).judge(call("Alpha", "Reader", "what?")))
                .asInstanceOf(type(Verdict.Refused.class))
                .satisfies(refused -> assertThat(refused.reason()).contains("fired 10000 times"));
    }

    @Test
    void rows_that_no_text_or_name_can_reach_are_problems() {
        assertThat(ruleSets.check(given().term("Shapes", "Lines", "two  spaces", 1).snapshot()))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("routing_terms", "can never match", "\"two spaces\""));
        assertThat(ruleSets.check(given().skillAlias(Profile.DEFAULT, "sha-pes", "Reader").snapshot()))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("skill_aliases", "ambiguous", "Shapes"));
    }
}
