package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.training.RunFigures;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of a step of training that people look at first. */
final class TrainingFigures {
    private static final List<String> FIRST = List.of("right", "reward", "accuracy", "accuracy_one_step", "accuracy_two_step", "calls",
            "again_after_sure", "again_after_not_sure", "entropy_expert", "entropy_go_on", "largest_expert_slot", "equal_groups", "gap");

    private TrainingFigures() {}

    /** E.g. {@code : reward 0.612, accuracy 0.700}; empty when the step has none of them. */
    static String of(JsonNode metrics) {
        String figures = FIRST.stream().limit(6).filter(metrics::has)
                .map(name -> name.replace('_', ' ') + " " + number(metrics.path(name).asDouble())).collect(Collectors.joining(", "));
        return figures.isEmpty() ? "" : ": " + figures;
    }

    static List<String> names() {
        return FIRST;
    }

    static String number(double value) {
        return RunFigures.number(value);
    }
}
