package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A registry whose one expert fails: nobody saw anything, so nothing is answered. */
@Tag("end-to-end")
class NoExpertTest {
    @Test
    void the_baseline_answers_nothing_when_no_expert_gave_evidence() {
        try (FakeExpert refusing = FakeExpert.start().always(Script.status(400, "the answer is 42"));
                LiveStack stack = LiveStack.start("""
                        insert into prompts (name, template) values ('look', 'Question: {{question}}');
                        update experts set enabled = false;
                        update skills set enabled = false;
                        insert into experts (name, endpoint, model, description) values ('Refusing', '%s', 'fake-model', 'Lives in the test.');
                        insert into skills (name, level, description, min_images, plan) values ('Look', 1, 'Asks once.', 0,
                            '{"steps": [{"id": "answer", "kind": "ask", "prompt": "look"}], "observation": {"from": ["answer"]}}');
                        insert into expert_skills (expert, skill) values ('Refusing', 'Look');
                        insert into routing_terms (router, leaf, term, match, weight) values ('policy', 'Look', 'zebracode', 'word', 9);
                        """.formatted(refusing.endpoint()))) {
            stack.queries().submit(new QueryInput("q-baseline", "what does the zebracode say?", List.of(), Profile.DEFAULT, "rules",
                    new Limits(5, 200_000, 1_000_000, 300_000), 0));

            QueryResult result = stack.ended("q-baseline");

            assertThat(result.status()).isEqualTo(QueryStatus.FAILED);
            assertThat(result.answer()).isEmpty();
            assertThat(result.reason()).isEqualTo("POLICY_NO_EXPERT");
            assertThat(result.message()).contains("EXPERT_BAD_REQUEST").doesNotContain("42");
            assertThat(stack.audit("q-baseline").failures()).extracting(FailureRow::failure).containsExactly("EXPERT_BAD_REQUEST");
        }
    }
}
