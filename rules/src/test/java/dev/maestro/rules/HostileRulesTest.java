package dev.maestro.rules;

import static dev.maestro.rules.SmallRegistries.call;
import static dev.maestro.rules.SmallRegistries.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.routing.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator's source tried beyond matching facts and inserting verdicts. */
class HostileRulesTest {
    private final RuleSets ruleSets = new RuleSets();

    /** A source of one rule; its condition is on line 5 and its consequence on line 7. */
    private static String rule(String condition, String consequence) {
        return "package dev.maestro.rules.admit\nimport dev.maestro.rules.facts.*\nrule \"Mine\"\nwhen\n    " + condition + "\nthen\n    "
                + consequence + "\nend\n";
    }

    private List<Problem> check(String drl) {
        return ruleSets.check(given().source("mine", "admit", drl).snapshot());
    }

    private void refused(String drl, String line, String why) {
        assertThat(check(drl)).isNotEmpty().allSatisfy(p -> {
            assertThat(p.table()).isEqualTo("rule_sources");
            assertThat(p.row()).isEqualTo("mine");
        }).anySatisfy(p -> assertThat(p.reason()).startsWith("line " + line + ":").contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "System.exit(0);",
        "java.nio.file.Files.delete(java.nio.file.Path.of(\"/tmp/x\"));",
        "System.getenv(\"HOME\");",
        "new java.net.Socket(\"127.0.0.1\", 80);",
        "new Thread(() -> {}).start();",
        "Class.forName(\"java.lang.Runtime\").getMethods();",
        "while (true) {}",
        "for (int i = 0; i < 10; i++) { insert(new Refusal(\"A\", \"b\")); }",
        "throw new IllegalStateException(\"x\");",
        "Refusal r = new Refusal(\"A\", \"b\"); insert(r);",
        "drools.halt();",
        "kcontext.getKieRuntime();",
        "update(drools);",
        "retract(drools);",
        "modify(drools) {}",
        "insertLogical(new Refusal(\"A\", \"b\"));",
        "class Own { static { System.exit(0); } } insert(new Refusal(\"A\", \"b\"));",
        "synchronized (this) { }"})
    void a_consequence_that_does_more_than_insert_verdicts_is_refused_by_rule_and_line(String consequence) {
        refused(rule("AskedCall()", consequence), "7", "rule \"Mine\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "insert(new Refusal(\"A\", System.getenv(\"PATH\")));",
        "insert(new Refusal(\"A\", \"\".getClass().getName()));",
        "insert(new Refusal(\"A\", String.valueOf(Runtime.getRuntime())));",
        "insert(new Refusal(\"A\", \"a\".repeat(2000000000)));",
        "insert(new Refusal(\"A\", java.io.File.separator));",
        "insert(new Refusal(\"A\", new String(new byte[1])));",
        "insert(new Refusal(\"A\", ((java.util.function.Supplier<String>) () -> \"x\").get()));",
        "insert(new Refusal(\"A\", \"b\") { { System.exit(0); } });",
        "insert(new EarlierCall(\"x\"));",
        "insert(new java.lang.Object());",
        "insert(\"text\");"})
    void what_a_verdict_is_made_of_is_held_to_the_list_too(String consequence) {
        refused(rule("AskedCall()", consequence), "7", "rule \"Mine\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            eval(System.exit(0) == null)                                  | uses eval
            AskedCall(eval(true))                                         | eval
            AskedCall(System.getenv("A") == "x")                          | calls "getenv"
            AskedCall(java.lang.Runtime.version().feature() > 1)          | calls "feature"
            AskedCall(this.getClass().getName() == "x")                   | calls "getName"
            AskedCall(input.class.name == "x")                            | class
            AskedCall(input.bytes.length > 1)                             | bytes
            AskedCall(new java.io.File(input).exists())                   | calls "exists"
            AskedCall(((Object) this) != null)                            | no form that a rule may use
            AskedCall(this#Refusal.code == "x")                           | no form that a rule may use
            AskedCall(input matches bareInput)                            | not written out
            AskedCall(input matches "(")                                  | no pattern
            AskedCall(input soundslike "x")                               | soundslike
            AskedCall(input == MY_CONSTANT)                               | no component of the fact
            $x : String() from "a"                                        | from elsewhere
            AskedCall() from entry-point "other"                          | from elsewhere
            accumulate(Candidate($s : score); $m : max($s))               | from elsewhere
            java.lang.Thread()                                            | is no fact
            Object()                                                      | is no fact
            forall(Candidate(enabled))                                    | forall
            Candidate() Candidate() Candidate()                           | split the rule
            not (Meaning() and Candidate() and Substitute())              | split the rule
            """)
    void a_condition_that_reaches_beyond_its_fact_is_refused_by_rule_and_line(String condition, String why) {
        refused(rule(condition, "insert(new Refusal(\"A\", \"b\"));"), "5", why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            import java.lang.Runtime                              | imports java.lang.Runtime
            import function java.lang.System.exit                 | imports the function java.lang.System.exit
            import static java.lang.System.exit                   | exit
            import accumulate java.util.List mine                 | imports java.util.List
            global java.util.List list                            | global
            function int f() { return 1; }                        | declares a function
            declare Own a : int end                               | declares a type
            query "q" AskedCall() end                             | query
            """)
    void what_a_source_declares_beside_rules_is_refused_by_its_line(String declared, String why) {
        String drl = "package dev.maestro.rules.admit\n" + declared + "\nrule \"Mine\"\nwhen\nthen\nend\n";
        assertThat(check(drl)).anySatisfy(p -> assertThat(p.reason()).startsWith("line 2:").contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"salience (Integer.parseInt(\"1\"))", "enabled (System.exit(0) == null)", "timer (int: 1s)", "dialect \"mvel\"",
        "agenda-group \"x\"", "duration 5", "@Watch(x)", "extends \"Refuse a call without input\""})
    void an_attribute_that_computes_or_waits_is_refused(String attribute) {
        String drl = "package dev.maestro.rules.admit\nrule \"Mine\" " + attribute + "\nwhen\nthen\nend\n";
        assertThat(check(drl)).isNotEmpty();
    }

    @Test
    void code_that_looks_like_a_text_because_of_escapes_is_refused() {
        refused(rule("AskedCall()", "insert(new Refusal(\"A\", \"\\u0022 + System.exit(0) + \\u0022\"));"), "7", "Unicode escape");
    }

    @Test
    void a_compiled_class_that_refers_to_anything_beyond_the_list_is_found_whatever_its_source_said() throws Exception {
        String name = Reaching.class.getName().replace('.', '/');
        byte[] bytes;
        try (var in = Reaching.class.getResourceAsStream("/" + name + ".class")) {
            bytes = in.readAllBytes();
        }
        assertThat(new CompiledRules(Map.of(name, bytes)).beyondTheList())
                .contains("java.lang.Runtime.getRuntime", "class java.lang.Runtime", "java.lang.System.getenv");
    }

    /** Never called. */
    private static final class Reaching {
        static Object reach() {
            return Runtime.getRuntime().maxMemory() + System.getenv("HOME");
        }
    }

    @Test
    void classes_of_rules_find_no_others_than_those_on_the_list() {
        RuleClassLoader loader = new RuleClassLoader(java.util.Set.of(), new CompiledRules(Map.of()));
        assertThat(List.of("java.lang.Runtime", "java.lang.Thread", "java.nio.file.Files", "org.drools.core.common.InternalAgenda"))
                .allSatisfy(name -> assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> loader.loadClass(name)))
                        .isInstanceOf(ClassNotFoundException.class));
    }

    @Test
    void all_that_rules_need_is_allowed() {
        String drl = rule("""
                AskedCall(input.length() > 3 && < 2000, $input : input, input matches "a.*b" || input.toLowerCase().contains("x"),
                        profile in ("default", "x"), question not contains "foo", question str[startsWith] "b", imageCount * 2 >= 1 + 2)
                    $skill : AskedSkill(!leaf, router == true, $n : name)
                    not EarlierCall(canonical == $n)
                    exists (EarlierCall(canonical != $n) and AskedExpert(known || addressable))
                    (Candidate(score > 3) or AskedExpert(name != null))""",
                "insert(new Refusal(Refusal.Subject.PAIR, \"A\", $skill.name() + ($input.isEmpty() ? \"none\" : \"\" + $input.length())));");
        assertThat(check(drl)).isEmpty();
    }

    @Test
    void every_rule_that_comes_with_the_program_keeps_to_what_operators_may_write() throws Exception {
        for (String source : BuiltInRules.SOURCES) {
            String drl;
            try (var in = BuiltInRules.class.getResourceAsStream("/META-INF/maestro/rules/" + source + ".drl")) {
                drl = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            }
            String stage = source.substring(0, source.indexOf('/'));
            assertThat(SourceCheck.of(new RuleSource(source, stage, drl, true))).as(source).isEmpty();
        }
    }

    @Test
    void a_pattern_that_backtracks_without_end_is_cut_off_and_counted_and_its_revision_is_given_up_at_the_third_time() {
        List<RuleFault> faults = new ArrayList<>();
        String drl = rule("AskedCall(input matches \"a*a*a*a*a*a*a*a*b\")", "insert(new Refusal(\"A\", \"b\"));");
        RuleSet rules = new RuleSets(Language.NONE, faults::add).forSnapshot(given().source("mine", "admit", drl).snapshot());
        Call call = call("Alpha", "Reader", "a".repeat(500));
        for (int i = 0; i < 3; i++) {
            assertThat(faults).isEmpty();
            assertThat(rules.judge(call)).asInstanceOf(type(Verdict.Refused.class)).satisfies(refused -> {
                assertThat(refused.code()).isEqualTo("RULES_FAILED");
                assertThat(refused.reason()).contains("worked longer than 1000 ms");
            });
        }
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.times()).isEqualTo(3));
        assertThat(rules.judge(call("Alpha", "Reader", "what?"))).isInstanceOf(Verdict.Dispatched.class);
    }

    @Test
    void a_rule_that_throws_at_a_call_nobody_rehearsed_refuses_that_call_alone_and_tells_of_its_revision_once() {
        List<RuleFault> faults = new ArrayList<>();
        String drl = rule("AskedCall(10 / (imageCount - 4) > 100)", "insert(new Refusal(\"A\", \"b\"));");
        RuleSet rules = new RuleSets(Language.NONE, faults::add).forSnapshot(given().source("mine", "admit", drl).snapshot());
        Call bad = call("Alpha", "Reader", "what?", 4, List.of(), java.util.Set.of(), java.util.Set.of());
        assertThat(rules.judge(bad)).asInstanceOf(type(Verdict.Refused.class)).returns("RULES_FAILED", Verdict.Refused::code);
        assertThat(rules.judge(bad)).isInstanceOf(Verdict.Refused.class);
        assertThat(rules.judge(call("Alpha", "Reader", "what?"))).isInstanceOf(Verdict.Dispatched.class);
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).isEqualTo("Mine");
            assertThat(fault.sources()).containsExactly("mine");
            assertThat(fault.reason()).contains("ArithmeticException");
        });
    }

    @Test
    void a_rule_that_fails_at_a_rehearsed_call_never_serves() {
        assertThat(check(rule("AskedCall(10 / imageCount > 1)", "insert(new Refusal(\"A\", \"b\"));")))
                .singleElement()
                .satisfies(p -> assertThat(p.reason()).contains("rule \"Mine\" failed when it was rehearsed", "ArithmeticException"));
        assertThat(check(rule("AskedCall(input matches \"a*a*a*a*a*a*a*a*b\")", "insert(new Refusal(\"A\", \"b\"));")))
                .singleElement()
                .satisfies(p -> assertThat(p.reason()).contains("failed when it was rehearsed", "longer than 1000 ms"));
    }

    @Test
    void a_rule_that_doubles_its_own_words_ends_before_memory_does() {
        String drl = rule("Refusal($r : reason)", "insert(new Refusal(\"A\", $r + $r));");
        assertThat(check(drl)).anySatisfy(p -> assertThat(p.reason()).contains("fired 10000 times"));
    }
}
