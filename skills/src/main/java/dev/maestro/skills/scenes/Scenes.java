package dev.maestro.skills.scenes;

import dev.maestro.core.Json;
import dev.maestro.skills.Plan;
import dev.maestro.skills.prompts.EarlierStep;
import dev.maestro.skills.replies.Boxes;
import dev.maestro.skills.scenes.SceneEvaluator.Undecided;
import dev.maestro.skills.scenes.SceneValue.Things;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Works out the evaluate step: a program over an inventory, both taken from replies. Total: when something cannot be
 * worked out, the result says so and names the step at which it ended.
 */
public final class Scenes {
    /** The value of a program that cannot be worked out. */
    public static final String UNKNOWN = "unknown";

    private Scenes() {}

    /**
     * @param text  the objects, each step with what it gave, and where a detection speaks against the inventory
     * @param value the answer, at most 200 characters, or {@link #UNKNOWN}
     * @param json  {@code {"answer":…,"objects":…,"steps":…}}
     */
    public record Worked(String text, String value, String json) {}

    /** Carries out an evaluate step on what the steps it needs have replied. */
    public static Worked evaluate(Plan.Step step, List<EarlierStep> earlier) {
        return evaluate(text(step.needs().get(0), earlier), text(step.needs().get(1), earlier),
                step.needs().stream().skip(2).map(need -> text(need, earlier)).toList());
    }

    private static String text(String step, List<EarlierStep> earlier) {
        return earlier.stream()
                .filter(e -> e.call().step().equals(step))
                .map(EarlierStep::text)
                .collect(Collectors.joining("\n"));
    }

    /**
     * @param inventory  a reply that lists objects
     * @param program    a reply that lists operations
     * @param detections replies of detectors, to check the inventory against; may be empty
     */
    public static Worked evaluate(String inventory, String program, List<String> detections) {
        List<SceneObject> scene = Inventory.read(inventory);
        List<SceneOperation> operations = SceneOperation.read(program);
        List<String> lines = new ArrayList<>();
        lines.add(scene.size() + " objects: " + new Things(scene).shown());
        lines.addAll(disagreements(scene, detections));
        SceneEvaluator evaluator = new SceneEvaluator(scene);
        String value;
        String outcome;
        try {
            if (scene.isEmpty()) {
                throw new Undecided("the inventory lists no object");
            }
            SceneValue result = evaluator.run(operations);
            value = result.shown();
            outcome = "Worked out: " + value;
        } catch (Undecided e) {
            value = UNKNOWN;
            outcome = "Not worked out: " + e.getMessage();
        }
        List<SceneValue> values = evaluator.values();
        for (int i = 0; i < values.size(); i++) {
            lines.add("step " + (i + 1) + ", " + shown(operations.get(i)) + ": " + values.get(i).shown());
        }
        lines.add(outcome);
        String shortValue = value.length() <= 200 ? value : value.substring(0, 200);
        return new Worked(String.join("\n", lines), shortValue, Json.write(json(shortValue, scene, values)));
    }

    private static Map<String, Object> json(String value, List<SceneObject> scene, List<SceneValue> values) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("answer", value);
        json.put("objects", scene.size());
        json.put("steps", values.size());
        return json;
    }

    private static String shown(SceneOperation op) {
        return op.name() + (op.with().isEmpty() ? "" : " " + new TreeMap<>(op.with()))
                + (op.of().isEmpty() ? "" : " of step " + op.of().stream().map(String::valueOf).collect(Collectors.joining(" and ")));
    }

    /** Where the number of objects, or of one shape, is another in the inventory than in what was detected. */
    private static List<String> disagreements(List<SceneObject> scene, List<String> detections) {
        List<Boxes.Written> detected = detections.stream().flatMap(d -> Boxes.read(d).stream()).toList();
        if (detected.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (Boxes.Written box : detected) {
            for (String word : box.label().toLowerCase(Locale.ROOT).split("[^a-z]+")) {
                String shape = AttributeWords.one(word);
                if (List.of("cube", "sphere", "cylinder", "cone").contains(shape)) {
                    seen.merge(shape, 1, Integer::sum);
                }
            }
        }
        seen.forEach((shape, count) -> {
            long listed = scene.stream().filter(o -> o.attribute("shape").equals(shape)).count();
            if (listed != count) {
                lines.add("Check: the inventory lists " + listed + " of shape " + shape + ", the detector found " + count);
            }
        });
        if (seen.isEmpty() && detected.size() != scene.size()) {
            lines.add("Check: the inventory lists " + scene.size() + " objects, the detector found " + detected.size());
        }
        return lines;
    }
}
