package dev.maestro.app.training;

import dev.maestro.registry.training.TrainingStore.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a run ended, figure by figure: each over the last steps of the last stage that has it. */
public final class RunFigures {
    /** Steps that a figure is over, at most. */
    public static final int LAST = 20;

    /**
     * A group of figures that are read together.
     *
     * @param title   for people
     * @param what    one sentence
     * @param metrics names in the record
     */
    public record Theme(String title, String what, List<String> metrics) {}

    public static final List<Theme> THEMES = List.of(
            new Theme("Reward", "Mean of a trajectory.", List.of("reward")),
            new Theme("Accuracy", "Share of right answers; of reading questions, the mean probability of the right name.",
                    List.of("accuracy", "accuracy_one_step", "accuracy_two_step", "right", "validation_accuracy")),
            new Theme("Calls and price", "Of a trajectory: how many experts were called, in how many turns, and what that cost.",
                    List.of("calls", "turns", "cost", "cost_dollars")),
            new Theme("Written", "Tokens of the policy in a trajectory.", List.of("output_tokens")),
            new Theme("First calls", "Share of trajectories whose first call had the right skill, and went to a best expert.",
                    List.of("first_skill_right", "first_expert_right")),
            new Theme("Asking again", "Share of replies after which another expert was asked.",
                    List.of("again_after_sure", "again_after_not_sure")),
            new Theme("Entropy", "Mean of a decision, in nats, by what it decides.",
                    List.of("entropy_expert", "entropy_skill", "entropy_go_on", "entropy_input", "entropy_text")),
            new Theme("Largest shares",
                    "Of all calls: the expert and the skill that was called most, or its place in the list where names are fresh.",
                    List.of("largest_expert", "largest_skill", "largest_expert_slot", "largest_skill_slot")),
            new Theme("Groups and trajectories that teach nothing",
                    "Share of groups whose rewards are all equal; of trajectories that were cut off, whose action was invalid, or that an outage ended.",
                    List.of("equal_groups", "unfinished_share", "invalid_actions", "outage_share")),
            new Theme("Gap", "Largest difference between the log-probabilities drawn with and those the trainer computes.", List.of("gap")),
            new Theme("Gradients", "Their norm before clipping.", List.of("norm")),
            new Theme("Loss", "As it was minimised.", List.of("loss")));

    private RunFigures() {}

    /** @return by name, in the order of the themes */
    public static Map<String, StepWindow> of(List<Step> steps) {
        List<List<Step>> stages = TrainingCurve.stages(steps).reversed();
        Map<String, StepWindow> figures = new LinkedHashMap<>();
        for (Theme theme : THEMES) {
            for (String metric : theme.metrics()) {
                stages.stream().map(RunFigures::last).map(last -> StepWindow.of(last, metric)).flatMap(Optional::stream).findFirst()
                        .ifPresent(window -> figures.put(metric, window));
            }
        }
        return figures;
    }

    private static List<Step> last(List<Step> stage) {
        return stage.subList(Math.max(0, stage.size() - LAST), stage.size());
    }

    /** E.g. {@code entropy go on}. */
    public static String words(String metric) {
        return metric.replace('_', ' ');
    }

    /** E.g. {@code 0.612}; small ones as {@code 2.3e-05}. */
    public static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 0.001 && value != 0 ? "%.1e" : "%.3f", value);
    }

    /** E.g. {@code 0.612 [0.590, 0.634]}. */
    public static String interval(StepWindow window) {
        return number(window.mean()) + (window.count() < 2 ? "" : " [" + number(window.low()) + ", " + number(window.high()) + "]");
    }

    /** The themes of which a run has figures. */
    static List<Theme> present(List<Step> steps) {
        List<Theme> present = new ArrayList<>();
        for (Theme theme : THEMES) {
            List<String> there = theme.metrics().stream().filter(metric -> steps.stream().anyMatch(step -> step.metrics().has(metric)))
                    .toList();
            if (!there.isEmpty()) {
                present.add(new Theme(theme.title(), theme.what(), there));
            }
        }
        return present;
    }
}
