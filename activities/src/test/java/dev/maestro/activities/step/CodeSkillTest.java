package dev.maestro.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.activities.StepActivities;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.sandbox.LinuxSandbox;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.sandbox.SandboxErrors;
import dev.maestro.activities.sandbox.SandboxLimits;
import dev.maestro.activities.sandbox.SandboxOutcome;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.PlanContext;
import dev.maestro.skills.PlanOutcome;
import dev.maestro.skills.PlanParser;
import dev.maestro.skills.PlanRun;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.StepResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Code_Problem_Solver as it is seeded, with experts that reply from a script and programs that really run. */
@Tag("database")
@Tag("sandbox")
class CodeSkillTest {
    private static final String QUESTION = "def twice(x: int) -> int:\n    \"\"\"Apply the rule that the picture shows.\"\"\"\n";
    private static final String RIGHT = "```python\ndef twice(x):\n    return 2 * x\n```";
    private static final String WRONG = "```python\ndef twice(x):\n    return x + 2\n```";
    private static LinuxSandbox sandbox;

    private StepBench bench = new StepBench().seeded().asking(QUESTION).accept("q1", 1_000_000);
    private StepActivities steps;
    private final List<String> calls = new ArrayList<>();

    @BeforeAll
    static void start() {
        sandbox = LinuxSandbox.start(new SandboxLimits(2_000, 2, 256 << 20, 256 << 20, 12, 32, 1 << 20, 1 << 20, 50, 64 << 10), 2);
        assumeTrue(sandbox.status().available(), () -> "no sandbox here: " + sandbox.status().detail());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Runs the plan to its end; the expert replies by the kind of prompt it gets. */
    private PlanOutcome run(Profile profile, Sandbox with, Function<String, String> expert) {
        bench.sandbox(with).replying(request -> StepBench.answered(expert.apply(kind(request))));
        steps = bench.steps();
        PlanRun run = PlanRun.start(
                PlanParser.parse(bench.snapshot().skill("Code_Problem_Solver").orElseThrow().plan().orElseThrow(), profile),
                new PlanContext(1, List.of(), true));
        while (run.outcome().isEmpty()) {
            List<StepCall> ready = run.ready();
            assertThat(ready).isNotEmpty();
            for (StepCall call : ready) {
                calls.add(call.id().toString());
                run.done(step(steps, profile, call));
            }
        }
        return run.outcome().orElseThrow();
    }

    private StepResult step(StepActivities steps, Profile profile, StepCall call) {
        String expert = call.kind() == StepKind.RUN_CODE ? "" : "Solver";
        try {
            StepReport report = steps.run(new StepRequest("q1", 1, bench.snapshot().revision(), profile, "Code_Problem_Solver", call,
                    QUESTION, expert, expert, 1));
            return report.result();
        } catch (ActivityFailure failure) {
            ApplicationFailure cause = (ApplicationFailure) failure.getCause();
            return new StepResult.Failed(call.id(), cause.getType(), cause.getOriginalMessage());
        }
    }

    private static String kind(ExpertRequest request) {
        String prompt = request.prompt();
        return prompt.contains("Somebody read this off")
                ? "reread"
                : prompt.contains("last example first")
                        ? "other"
                        : prompt.contains("Do not solve the task") || prompt.contains("Take one concrete test")
                                ? "test"
                                : prompt.contains("held no")
                                        ? "regenerate"
                                        : prompt.contains("does not yet do") || prompt.contains("failed the test") ? "repair" : "generate";
    }

    private String observed(PlanOutcome outcome) {
        assertThat(outcome).isInstanceOf(PlanOutcome.Observed.class);
        PlanOutcome.Observed observed = (PlanOutcome.Observed) outcome;
        StepRow row = bench.history.step(new StepKey("q1", 1, observed.call())).orElseThrow();
        return observed.cut().cut(bench.texts.read(row.reply()));
    }

    private String prompt(String kind) {
        return bench.asked.stream().filter(request -> kind(request).equals(kind)).reduce((_, last) -> last).orElseThrow().prompt();
    }

    private static Function<String, String> script(String... pairs) {
        List<String> left = new ArrayList<>(List.of(pairs));
        return kind -> {
            int at = -1;
            for (int i = 0; i < left.size() && at < 0; i += 2) {
                at = left.get(i).equals(kind) ? i : -1;
            }
            assertThat(at).as("a reply to " + kind + " of " + left).isNotNegative();
            String reply = left.get(at + 1);
            if (left.subList(at + 2, left.size()).stream().anyMatch(kind::equals)) {
                left.remove(at);
                left.remove(at);
            }
            return reply;
        };
    }

    @Test
    void a_wrong_first_program_fails_the_tests_and_is_mended_with_what_went_wrong_in_sight() {
        String text = observed(
                run(Profile.DEFAULT, sandbox, script("test", "assert twice(3) == 6", "other", "assert twice(5) == 10\nassert twice(3) == 6",
                        "generate", WRONG, "repair", RIGHT)));

        assertThat(text).isEqualTo(RIGHT + "\nTried in a sandbox: 2 of 2 tests passed.");
        assertThat(calls).contains("generate#1", "try#1", "repair#2", "try#2").doesNotContain("reread#2", "repair#3");
        assertThat(prompt("repair")).contains("return x + 2").contains("assert twice(3) == 6").contains("it returned 5");
        assertThat(prompt("test")).as("no useless stub is shown").doesNotContain("pass\n").contains("def twice");
    }

    @Test
    void a_good_program_is_not_mended_because_one_reading_of_the_picture_was_wrong() {
        String text = observed(
                run(Profile.DEFAULT, sandbox, script("test", "assert twice(3) == 6", "other", "assert twice(4) == 9", "generate", RIGHT,
                        "reread", "Looking again: assert twice(4) == 8")));

        assertThat(text).startsWith(RIGHT).endsWith("2 of 2 tests passed.");
        assertThat(calls).contains("reread#2", "reading#2", "try#2").doesNotContain("repair#2");
        assertThat(prompt("reread")).contains("assert twice(4) == 9").doesNotContain("return 2 * x");
    }

    @Test
    void a_reading_that_is_confirmed_counts_and_the_program_is_mended() {
        observed(run(Profile.DEFAULT, sandbox, script("test", "assert twice(2) == 4", "other", "assert twice(4) == 8", "generate", WRONG,
                "reread", "assert twice(4) == 8", "repair", RIGHT)));
        assertThat(calls).containsSubsequence("generate#1", "try#1", "reread#2", "try#2", "repair#3", "try#3");
    }

    @Test
    void a_test_that_nobody_can_find_again_no_longer_counts() {
        String text = observed(run(Profile.DEFAULT, sandbox,
                script("test", "assert twice(2) == 4", "other", "assert twice(4) == 9", "generate", RIGHT, "reread", "none")));
        assertThat(text).startsWith(RIGHT).endsWith("1 of 1 tests passed.");
    }

    @Test
    void the_best_program_is_kept_when_later_rounds_bring_nothing() {
        String half = "```py\ndef twice(x):\n    return 6 if x == 3 else 0\n```";
        String text = observed(run(Profile.DEFAULT, sandbox,
                script("test", "assert twice(3) == 6", "other", "assert twice(5) == 10\nassert twice(3) == 6\nassert twice(7) == 14",
                        "generate", half, "reread", "assert twice(5) == 10\nassert twice(7) == 14", "repair", "I cannot.", "regenerate",
                        "Sorry.")));

        assertThat(text).contains("return 6 if x == 3 else 0").contains("1 of 3 tests passed. Failed:").contains("it returned 0");
        assertThat(calls).contains("try#4");
    }

    @Test
    void a_long_program_keeps_its_head_and_its_fence() {
        String body = "    # " + "long ".repeat(900) + "\n    return 2 * x";
        String text = observed(run(Profile.DEFAULT, sandbox,
                script("test", "assert twice(3) == 6", "other", "none", "generate", "```python3\ndef twice(x):\n" + body + "\n```")));

        assertThat(text).startsWith("```python\ndef twice(x):\n").contains("return 2 * x\n```").hasSizeGreaterThan(4_000);
    }

    @Test
    void what_the_question_states_is_a_test_and_is_not_doubted() {
        bench.close();
        bench = new StepBench().seeded().asking("def twice(x):\n    \"\"\"\n    >>> twice(2)\n    4\n    \"\"\"").accept("q1", 1_000_000);
        observed(run(Profile.DEFAULT, sandbox, script("test", "I see nothing.", "other", "none", "generate",
                "```python\ndef twice(x):\n    return 5\n```", "repair", RIGHT)));
        assertThat(calls).contains("repair#2").doesNotContain("reread#2");
    }

    @Test
    void a_reply_that_is_never_a_program_ends_with_saying_so() {
        String text = observed(run(Profile.DEFAULT, sandbox,
                script("test", "assert twice(3) == 6", "other", "none", "generate", "It doubles.", "regenerate", "It doubles, I said.")));
        assertThat(text).isEqualTo("No valid Python program was written.");
        assertThat(calls).contains("regenerate#2", "regenerate#3", "regenerate#4");
        assertThat(prompt("regenerate")).contains("It doubles, I said.");
    }

    @Test
    void a_program_that_hangs_or_ends_itself_before_the_test_is_not_accepted() {
        String hangs = "```python\ndef twice(x):\n    while True: pass\n```";
        String quits = "```python\nimport os\ndef twice(x):\n    os._exit(0)\n```";
        String text = observed(run(Profile.DEFAULT, sandbox,
                script("test", "assert twice(3) == 6", "other", "none", "generate", hangs, "repair", quits, "repair", RIGHT)));
        assertThat(text).startsWith(RIGHT);
        assertThat(calls).contains("repair#2", "repair#3").doesNotContain("reread#2");
        assertThat(prompt("repair")).contains("ended itself before the test was over");
    }

    @Test
    void without_a_sandbox_the_step_is_refused_as_a_failure_and_gives_no_evidence() {
        PlanOutcome outcome = run(Profile.DEFAULT, Sandbox.none("none wanted"),
                script("test", "assert twice(3) == 6", "other", "none", "generate", RIGHT));

        assertThat(outcome).isInstanceOfSatisfying(PlanOutcome.Failed.class, failed -> {
            assertThat(failed.step().failure()).isEqualTo(SandboxErrors.SANDBOX_UNAVAILABLE.name());
            assertThat(failed.step().message()).contains("generated code is not run on this machine");
        });
        assertThat(bench.history.audit("q1").orElseThrow().failures())
                .anySatisfy(row -> assertThat(row.failure()).isEqualTo("SANDBOX_UNAVAILABLE"));
        assertThat(bench.asked).as("no program is asked for that could not be tried")
                .noneMatch(request -> kind(request).equals("generate"));
    }

    @Test
    void a_recorded_run_is_not_run_again() {
        AtomicInteger runs = new AtomicInteger();
        run(Profile.DEFAULT, counting(runs), script("test", "assert twice(3) == 6", "other", "none", "generate", RIGHT));
        int before = runs.get();
        StepResult again = step(steps, Profile.DEFAULT, StepCall.of("rounds/try", StepKind.RUN_CODE, -1, 1));
        assertThat(again).isInstanceOfSatisfying(StepResult.Done.class, done -> assertThat(done.value()).isEqualTo("pass"));
        assertThat(runs).hasValue(before).hasPositiveValue();
    }

    private static Sandbox counting(AtomicInteger runs) {
        return new Sandbox() {
            @Override
            public Status status() {
                return sandbox.status();
            }

            @Override
            public SandboxOutcome run(Job job, BooleanSupplier cancelled) {
                runs.incrementAndGet();
                return sandbox.run(job, cancelled);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void as_the_reference_a_program_is_accepted_by_one_test_and_by_its_exit_code() {
        assertThat(observed(run(Profile.REFERENCE, sandbox,
                script("test", "assert twice(3) == 6", "generate", "<think>hm</think>" + WRONG, "repair", RIGHT)))).isEqualTo(RIGHT);
        assertThat(calls).containsExactly("first#1", "test#1", "generate#1", "try#1", "repair#2", "try#2");
        assertThat(prompt("test")).contains(QUESTION.strip() + "\n    pass");
        assertThat(prompt("repair")).contains("AssertionError").contains("assert twice(3) == 6");
    }

    @Test
    void as_the_reference_a_test_is_read_at_most_twice_and_without_one_any_valid_program_is_accepted() {
        assertThat(observed(run(Profile.REFERENCE, sandbox, script("test", "I cannot see it.", "generate", WRONG)))).isEqualTo(WRONG);
        assertThat(calls).containsExactly("first#1", "test#1", "first#2", "test#2", "generate#1", "try#1");
    }

    @Test
    void as_the_reference_the_last_reply_stands_when_it_held_no_program_and_an_early_exit_is_accepted() {
        String raw = observed(run(Profile.REFERENCE, sandbox,
                script("test", "assert twice(3) == 6", "generate", WRONG, "repair", "```\nnothing\n```", "regenerate", "Still nothing.")));
        assertThat(raw).isEqualTo("Still nothing.");
        assertThat(calls).containsSubsequence("generate#1", "repair#2", "regenerate#3");
        assertThat(prompt("regenerate")).contains("nothing");

        bench.close();
        bench = new StepBench().seeded().asking(QUESTION).accept("q1", 1_000_000);
        String quits = "```python\nimport sys\nsys.exit(0)\n```";
        assertThat(observed(run(Profile.REFERENCE, sandbox, script("test", "assert twice(3) == 6", "generate", quits)))).isEqualTo(quits);
    }
}
