package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.AuditJson;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a decision's record looks like to people and to programs. */
class AuditReportTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String CANDIDATES = """
            [{"expert":"Reader","skill":"read","score":-0.105},{"expert":"Counter","skill":"count","score":-4.605},{"expert":"Counter","skill":"other","score":-12}]""";

    private static Audit audit(Optional<Double> logProbability, String candidates, Optional<String> written) {
        DecisionRow decision = new DecisionRow(TurnKey.parse("q/1"), "q", 1, "<search>Reader@@read: what?</search>",
                "{\"type\":\"call\",\"expert\":\"Reader\",\"skill\":\"read\",\"input\":\"what?\"}", logProbability, candidates,
                "chosen by the model", 10, 5, 0, 3, 1, AT, written);
        return new Audit(
                new QueryRow("q", "what?", List.of(), Profile.DEFAULT, "local", Limits.DEFAULT, AT),
                Optional.of(new PinRow("q", 3, "rules", Profile.DEFAULT, "local", "tiny@2059076d78a2")),
                List.of(new Turn(decision, Optional.empty())), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static String printed(Audit audit) {
        StringWriter out = new StringWriter();
        new AuditReport(new Terminal(new PrintWriter(out, true), new PrintWriter(new StringWriter()), Map.of(), false), NOTHING_KEPT)
                .print(audit);
        return out.toString();
    }

    @Test
    void a_decision_of_a_model_shows_all_it_wrote_how_likely_it_was_and_what_else_it_weighed() {
        Audit audit = audit(Optional.of(-1.25), CANDIDATES, Optional.of("<think>Let me see.</think><search>Reader@@read: what?</search>"));
        assertThat(printed(audit)).contains("local (tiny@2059076d78a2)", "| <think>Let me see.</think><search>Reader", "-1.2500",
                "Reader with read, 90.0 %", "Counter with count, 1.0 %", "Counter with other, below 0.01 %");
        assertThat(String.join("\n",
                new TrajectoryText(new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false))
                        .lines(audit)))
                .contains("weighed: Reader with read, 90.0 %; Counter with count, 1.0 %");
        JsonNode decision = AuditJson.of(audit).path("turns").path(0).path("decision");
        assertThat(decision.path("written").asText()).startsWith("<think>Let me see.");
        assertThat(decision.path("log_probability").asDouble()).isEqualTo(-1.25);
        assertThat(decision.path("action").path("expert").asText()).isEqualTo("Reader");
        assertThat(decision.path("candidates").path(1).path("score").asDouble()).isEqualTo(-4.605);
    }

    @Test
    void a_decision_by_rules_shows_scores() {
        Audit audit = audit(Optional.empty(),
                "[{\"expert\":\"Reader\",\"skill\":\"read\",\"score\":28.0},{\"expert\":\"Counter\",\"skill\":\"count\",\"score\":2.5}]",
                Optional.empty());
        assertThat(printed(audit))
                .contains("| <search>Reader@@read: what?</search>", "Reader with read, score 28", "Counter with count, score 2.50")
                .doesNotContain("log-prob");
        assertThat(AuditJson.of(audit).path("turns").path(0).path("decision").path("written").isNull()).isTrue();
    }

    private static final Artifacts NOTHING_KEPT = new Artifacts() {
        @Override
        public ContentHash put(byte[] bytes, String mediaType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Artifact> get(ContentHash hash) {
            return Optional.empty();
        }

        @Override
        public Optional<Artifact> derived(ContentHash source, String recipe) {
            return Optional.empty();
        }

        @Override
        public Artifact putDerived(ContentHash source, String recipe, byte[] bytes, String mediaType) {
            throw new UnsupportedOperationException();
        }
    };
}
