package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How an answer came about, in a few lines: who was asked, by which skill, why, how long it took and what it cost. */
final class TrajectoryText {
    private static final int TEXT_WIDTH = 96;
    private static final int WEIGHED = 3;

    private final Terminal terminal;

    TrajectoryText(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> lines(Audit audit) {
        List<String> lines = new ArrayList<>();
        for (Turn turn : audit.turns()) {
            lines.addAll(turn(turn, audit));
        }
        return lines;
    }

    private List<String> turn(Turn turn, Audit audit) {
        List<String> lines = new ArrayList<>();
        JsonNode action = Json.tree(turn.decision().action());
        String number = String.format("%2d  ", turn.decision().turn());
        switch (action.path("type").asText()) {
            case "call" -> {
                JsonNode verdict = turn.observation().map(ObservationRow::verdict).map(Json::tree).orElseGet(Json.MAPPER::createObjectNode);
                lines.add(number + terminal.bold("asked ") + action.path("expert").asText() + " with " + action.path("skill").asText()
                        + leaf(action, verdict));
                lines.addAll(indented("because", because(turn.decision(), verdict)));
                lines.addAll(steps(turn.decision().turn(), audit));
                turn.observation().ifPresent(observation -> lines.addAll(observation(observation)));
            }
            case "answer" ->
                lines.add(number + terminal.bold("answered ") + terminal.good(Wordings.line(action.path("text").asText(), TEXT_WIDTH)));
            default -> {
                lines.add(number + terminal.careful("no valid action ") + Wordings.line(action.path("reason").asText(), TEXT_WIDTH));
                lines.add("      " + terminal.faint("wrote    ") + Wordings.line(turn.decision().text(), TEXT_WIDTH));
            }
        }
        return lines;
    }

    private static String leaf(JsonNode action, JsonNode verdict) {
        JsonNode dispatched = verdict.has("then") ? verdict.path("then") : verdict;
        String leaf = dispatched.path("leaf").asText("");
        return leaf.isEmpty() || leaf.equals(action.path("skill").asText()) ? "" : " -> " + leaf;
    }

    private static List<String> because(DecisionRow decision, JsonNode verdict) {
        List<String> reasons = new ArrayList<>();
        if (!decision.why().isBlank()) {
            reasons.add(decision.why());
        }
        // Scores of a policy that gives no probabilities stand in its reason already.
        if (decision.logProbability().isPresent() && !decision.candidates().equals("[]")) {
            reasons.add("weighed: " + WeighedCandidates.of(decision).stream().limit(WEIGHED).collect(Collectors.joining("; ")));
        }
        JsonNode trace = verdict.path("trace");
        trace.path("rules").forEach(rule -> reasons.add("rule: " + rule.asText()));
        if (!trace.path("terms").isEmpty()) {
            List<String> terms = new ArrayList<>();
            trace.path("terms").forEach(term -> terms.add(term.asText()));
            reasons.add("terms: " + String.join(", ", terms));
        }
        if (!trace.path("runnerUp").asText("").isEmpty()) {
            reasons.add("runner-up: " + trace.path("runnerUp").asText());
        }
        // One rule may fire for many candidates; once is enough to read.
        return reasons.stream().distinct().toList();
    }

    private List<String> steps(int turn, Audit audit) {
        Table table = new Table();
        // Attempts on one expert that failed alike are one line.
        Map<String, List<FailureRow>> alike = audit.failures().stream().filter(row -> row.turn() == turn)
                .collect(Collectors.groupingBy(row -> row.call() + "/" + row.expert() + "/" + row.failure(), LinkedHashMap::new,
                        Collectors.toList()));
        alike.values().forEach(attempts -> {
            FailureRow failure = attempts.getFirst();
            table.row(failure.call(), terminal.bad("failed"), failure.expert(),
                    Wordings.millis(attempts.stream().mapToLong(FailureRow::latencyMs).sum()),
                    failure.failure() + (attempts.size() == 1 ? "" : " (" + attempts.size() + " attempts)"), "");
        });
        for (StepRow step : audit.steps().stream().filter(row -> row.turn() == turn).toList()) {
            String who = step.expert().isEmpty() ? "(computed)" : step.expert();
            String fellBack = !step.asked().isEmpty() && !step.asked().equals(step.expert()) ? " instead of " + step.asked() : "";
            table.row(step.call(), terminal.good("done"), who + fellBack, Wordings.millis(step.latencyMs()),
                    Wordings.count(step.inputTokens() + step.outputTokens(), "token"),
                    Wordings.cost(step.costMicros()) + (step.cached() ? ", from cache" : ""));
        }
        return table.lines("      ");
    }

    private List<String> observation(ObservationRow row) {
        JsonNode observation = Json.tree(row.observation());
        return switch (observation.path("type").asText()) {
            case "evidence" -> indented("saw", List.of(Wordings.line(observation.path("text").asText(), 2 * TEXT_WIDTH)));
            case "refused" ->
                indented("refused", List.of(Wordings.reasoned(observation.path("code").asText(), observation.path("reason").asText())));
            default ->
                indented("failed", List.of(Wordings.reasoned(observation.path("failure").asText(), observation.path("message").asText())));
        };
    }

    private List<String> indented(String label, List<String> texts) {
        List<String> lines = new ArrayList<>();
        String head = String.format("%-9s", label);
        for (String text : texts) {
            for (String line : Wordings.wrapped(text, TEXT_WIDTH)) {
                lines.add("      " + terminal.faint(head) + line);
                head = " ".repeat(9);
            }
        }
        return lines;
    }
}
