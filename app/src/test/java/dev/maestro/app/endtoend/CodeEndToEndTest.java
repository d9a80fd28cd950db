package dev.maestro.app.endtoend;

import static dev.maestro.app.endtoend.LiveStack.answer;
import static dev.maestro.app.endtoend.LiveStack.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.activities.sandbox.LinuxSandbox;
import dev.maestro.activities.sandbox.SandboxLimits;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A programming task through the whole program: tests read, a wrong program tried in the sandbox, mended, tried again. */
@Tag("end-to-end")
@Tag("sandbox")
class CodeEndToEndTest {
    private static final String QUESTION = "def twice(x: int) -> int:\n    \"\"\"Apply the rule that the picture shows.\"\"\"";

    private static String reply(String prompt) {
        if (prompt.contains("Do not solve the task")) {
            return "assert twice(3) == 6\nassert twice(5) == 10";
        }
        return "```python\ndef twice(x):\n    return " + (prompt.contains("does not yet do") ? "2 * x" : "x + 3") + "\n```";
    }

    @Test
    void a_wrong_program_is_found_out_in_the_sandbox_and_mended_before_it_is_answered() {
        try (LinuxSandbox sandbox = LinuxSandbox.start(SandboxLimits.DEFAULT, 1)) {
            assumeTrue(sandbox.status().available(), () -> "no sandbox here: " + sandbox.status().detail());
        }
        Script coder = exchange -> Script.answer(reply(exchange.received().body().path("messages").toString())).play(exchange);
        try (FakeExpert expert = FakeExpert.start().always(coder);
                LiveStack stack = LiveStack.start("""
                        update experts set enabled = false;
                        insert into experts (name, endpoint, model, description) values ('Coder', '%s', 'fake-model', 'Lives in the test.');
                        insert into expert_skills (expert, skill) values ('Coder', 'Code_Problem_Solver');
                        """.formatted(expert.endpoint()))) {
            stack.policyWrites(call("Coder", "Code_Problem_Solver"), answer("see above"));
            stack.queries().submit(
                    new QueryInput("q-code", QUESTION, List.of(), Profile.DEFAULT, "remote", new Limits(5, 200_000, 1_000_000, 300_000),
                            0));

            QueryResult result = stack.ended("q-code");

            assertThat(result.status()).as(result.toString()).isEqualTo(QueryStatus.ANSWERED);
            assertThat(stack.audit("q-code").steps()).extracting(row -> row.call().toString())
                    .contains("tests", "generate#1", "try#1", "repair#2", "try#2").doesNotContain("reread#2", "try#3");
            assertThat(stack.policyWasTold()).contains("return 2 * x").contains("2 of 2 tests passed").doesNotContain("x + 3");
        }
    }
}
