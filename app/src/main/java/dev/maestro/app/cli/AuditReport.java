package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import dev.maestro.registry.history.QueryHistory.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The whole record of a query for people: turn by turn, with everything that was sent, said, decided and spent. */
final class AuditReport {
    private final Terminal terminal;
    private final Artifacts artifacts;

    AuditReport(Terminal terminal, Artifacts artifacts) {
        this.terminal = terminal;
        this.artifacts = artifacts;
    }

    void print(Audit audit) {
        head(audit);
        audit.turns().forEach(turn -> turn(turn, audit));
        ledger(audit);
        events(audit);
        outcomes(audit);
    }

    private void head(Audit audit) {
        line(terminal.bold("Query " + audit.query().id()));
        Table table = new Table()
                .row("question", Wordings.line(audit.query().question(), 400))
                .row("images",
                        audit.query().images().isEmpty()
                                ? "none"
                                : String.join(", ", audit.query().images().stream().map(Object::toString).toList()))
                .row("accepted", Wordings.time(audit.query().acceptedAt()))
                .row("profile", audit.query().profile())
                .row("policy",
                        audit.query().policy() + audit.pin().map(PinRow::policyVersion).map(version -> " (" + version + ")").orElse(""))
                .row("limits",
                        Wordings.count(audit.query().limits().turns(), "turn") + ", "
                                + Wordings.count(audit.query().limits().tokens(), "token") + ", "
                                + String.format("%,d micros", audit.query().limits().micros()) + ", "
                                + Wordings.millis(audit.query().limits().wallMs()));
        audit.pin().ifPresentOrElse(
                pin -> table.row("pinned to", "registry revision " + pin.registryRevision() + ", rules " + pin.ruleSet()),
                () -> table.row("pinned to", "nothing yet"));
        table.lines("  ").forEach(this::line);
    }

    private void turn(Turn turn, Audit audit) {
        DecisionRow decision = turn.decision();
        line("");
        line(terminal.bold("Turn " + decision.turn()) + "  " + terminal.faint(Wordings.time(decision.at())));
        part("policy wrote", decision.written().orElse(decision.text()));
        Table table = new Table().row("action", Wordings.line(decision.action(), 400));
        if (!decision.why().isBlank()) {
            table.row("why", decision.why());
        }
        decision.logProbability().ifPresent(value -> table.row("log-prob", String.format(Locale.ROOT, "%.4f", value)));
        WeighedCandidates.of(decision).forEach(candidate -> table.row("candidate", candidate));
        table.row("spent",
                Wordings.millis(decision.latencyMs()) + ", " + decision.inputTokens() + " tokens in, " + decision.outputTokens() + " out, "
                        + Wordings.cost(decision.costMicros()) + ", attempt " + decision.attempt());
        table.lines("  ").forEach(this::line);
        turn.observation().filter(observation -> !observation.verdict().equals("{}"))
                .ifPresent(observation -> verdict(Json.tree(observation.verdict())));
        audit.steps().stream().filter(step -> step.turn() == decision.turn()).sorted(Comparator.comparing(StepRow::startedAt))
                .forEach(this::step);
        audit.failures().stream().filter(failure -> failure.turn() == decision.turn()).forEach(this::failure);
        turn.observation().ifPresent(
                observation -> part("observation", Json.tree(observation.observation()).path("text").asText(observation.observation())));
    }

    private void verdict(JsonNode verdict) {
        line("  " + terminal.bold("rules") + "  " + verdict.path("type").asText());
        Table table = new Table();
        verdict.properties().stream()
                .filter(field -> !field.getKey().equals("trace") && !field.getKey().equals("type") && field.getValue().isValueNode()
                        && !field.getValue().asText().isEmpty())
                .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
        JsonNode trace = verdict.path("trace");
        Map<String, Integer> fired = new LinkedHashMap<>();
        trace.path("rules").forEach(rule -> fired.merge(rule.asText(), 1, Integer::sum));
        fired.forEach((rule, times) -> table.row("fired", rule + (times == 1 ? "" : " (" + times + " times)")));
        trace.path("terms").forEach(term -> table.row("term", term.asText()));
        trace.path("scores").forEach(score -> table.row("score", score.path("leaf").asText() + " " + score.path("score").asInt()));
        if (!trace.path("runnerUp").asText("").isEmpty()) {
            table.row("runner-up", trace.path("runnerUp").asText());
        }
        table.lines("    ").forEach(this::line);
    }

    private void step(StepRow step) {
        line("  " + terminal.bold("step " + step.call()) + "  " + step.kind() + " of " + step.leaf() + "  "
                + terminal.faint(step.key().toString()));
        Table table = new Table();
        if (!step.expert().isEmpty()) {
            table.row("expert", step.expert()
                    + (step.asked().isEmpty() || step.asked().equals(step.expert()) ? "" : " (asked " + step.asked() + ", fell back)"));
        }
        table.row("request", Wordings.line(text(step.request()), 2_000));
        table.row("reply", Wordings.line(text(step.reply()), 2_000));
        if (!step.value().isEmpty()) {
            table.row("value", step.value());
        }
        if (!step.images().isEmpty()) {
            table.row("images", String.join(", ", step.images().stream().map(Object::toString).toList()));
        }
        table.row("spent",
                Wordings.millis(step.latencyMs()) + ", " + step.inputTokens() + " tokens in, " + step.outputTokens() + " out, "
                        + Wordings.cost(step.costMicros())
                        + ", attempt " + step.attempt() + (step.cached() ? ", from cache" : ""));
        table.row("recorded", Wordings.time(step.at()));
        table.lines("    ").forEach(this::line);
    }

    private void failure(FailureRow failure) {
        line("  " + terminal.bad("failed attempt " + failure.attempt()) + " of " + failure.call() + " by " + failure.expert() + " after "
                + Wordings.millis(failure.latencyMs())
                + (failure.status() == 0 ? "" : " with status " + failure.status()) + ": "
                + Wordings.reasoned(failure.failure(), Wordings.line(failure.message(), 300)));
    }

    private void ledger(Audit audit) {
        Table table = new Table();
        for (Ledger.Entry entry : audit.ledger()) {
            table.row(Wordings.time(entry.at()), entry.kind(), entry.key(), Wordings.count(entry.tokens(), "token"),
                    String.format("%,d micros", entry.micros()));
        }
        section("Ledger", table);
    }

    private void events(Audit audit) {
        Table table = new Table();
        for (EventRow event : audit.events()) {
            table.row(Wordings.time(event.at()), event.kind(), Wordings.line(event.detail(), 300));
        }
        section("Events", table);
    }

    private void outcomes(Audit audit) {
        Table table = new Table();
        for (OutcomeRow outcome : audit.outcomes()) {
            table.row("run " + (outcome.run() + 1), outcome.status(), Wordings.time(outcome.at()),
                    outcome.answer().map(answer -> Wordings.line(answer, 2_000))
                            .orElseGet(() -> Wordings.reasoned(outcome.reason(), Wordings.line(outcome.message(), 500))));
        }
        section("Outcome", table.empty() ? table.row("still running") : table);
    }

    private void section(String title, Table table) {
        if (!table.empty()) {
            line("");
            line(terminal.bold(title));
            table.lines("  ").forEach(this::line);
        }
    }

    private void part(String label, String text) {
        line("  " + label);
        Wordings.wrapped(text, 110).forEach(each -> line("  | " + each));
    }

    private String text(Stored stored) {
        return stored.text().orElseGet(() -> stored.hash()
                .flatMap(artifacts::get)
                .map(artifact -> new String(artifact.bytes(), StandardCharsets.UTF_8))
                .orElse("(not kept)"));
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
