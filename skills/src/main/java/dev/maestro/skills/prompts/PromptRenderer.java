package dev.maestro.skills.prompts;

import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.text.Markup;
import dev.maestro.skills.Condition;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanErrors;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.replies.CodeCandidates;
import dev.maestro.skills.replies.Observations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Renders the prompts of a plan's calls. Thread-safe; one per registry snapshot and profile, as it keeps
 * compiled templates.
 *
 * <p>What a template may use: {@code question}, {@code input}, {@code input_differs}, {@code image_count},
 * {@code many_images}, {@code image} (number of the image the call is for; 0 for all), {@code round},
 * {@code routed} (whether a router chose the skill), {@code signature} and {@code stub} (of the function that a
 * coding task asks for), and for each step the call waits for, by its id: the
 * fenced evidence or earlier reply (for classify the label; for zoom and draw_boxes a flag), {@code has_ID}
 * whether there is any, and {@code ID_value}; the same without a fence as {@code ID_lines} (one line per
 * image, as the reference system writes evidence) or, of an earlier reply, {@code ID_text}; for run_code
 * also {@code ID_program}, {@code ID_tests}, {@code ID_error} and {@code ID_reply}. Partials {@code {{>name}}} are other prompts.
 */
public final class PromptRenderer {
    /** What a run_code step leaves for the prompts after it: the best program, the tests that it fails, what went wrong, and a reply without a program. */
    private static final List<String> RUN_PARTS = List.of("program", "tests", "error", "reply");
    private static final int MAX_PART_CHARS = 20_000;

    private final Templates templates;

    /** @param templates template text by prompt name */
    public PromptRenderer(Function<String, Optional<String>> templates) {
        this.templates = new Templates(templates);
    }

    public static PromptRenderer of(RegistrySnapshot snapshot, Profile profile) {
        return new PromptRenderer(name -> snapshot.prompt(profile, name).map(dev.maestro.core.registry.PromptTemplate::template));
    }

    /** @param system empty when the step has none; {@code prompt} likewise */
    public record Rendered(String system, String prompt) {}

    /**
     * @param plan  the plan that runs
     * @param call  one of its calls
     * @throws MaestroException when a prompt is missing or broken; a registry revision in service holds none such
     */
    public Rendered render(Plan plan, StepCall call, PromptInput given) {
        Plan.Step step = plan.step(call.step())
                .orElseThrow(() -> new MaestroException(PlanErrors.PLAN_STEP_UNKNOWN, "the plan has no step \"" + call.step() + "\""));
        Map<String, Object> values = values(plan, step, call, given);
        String prompt = step.prompt().isEmpty() ? "" : templates.render(name(plan, step.prompt(), given), values);
        String system = step.system().isEmpty() ? "" : templates.render(name(plan, step.system(), given), values);
        return new Rendered(system, prompt);
    }

    /** The prompt's name with {@code {step}} replaced by what that step decided. */
    static String name(Plan plan, String pattern, PromptInput given) {
        String name = pattern;
        for (Plan.Step step : all(plan)) {
            String mark = "{" + step.id() + "}";
            if (name.contains(mark)) {
                name = name.replace(mark, key(label(step, latest(step, given, 0))));
            }
        }
        return name;
    }

    static String key(String label) {
        return label.toLowerCase(Locale.ROOT).strip().replace(' ', '_');
    }

    static List<Plan.Step> all(Plan plan) {
        List<Plan.Step> all = new ArrayList<>();
        for (Plan.Step step : plan.steps()) {
            all.add(step);
            all.addAll(step.repeat());
        }
        return all;
    }

    private Map<String, Object> values(Plan plan, Plan.Step step, StepCall call, PromptInput given) {
        Map<String, Object> values = new LinkedHashMap<>();
        String question = Markup.strip(given.question()).strip();
        String input = Markup.strip(given.input()).strip();
        values.put("question", question);
        values.put("input", input.isEmpty() ? question : input);
        values.put("input_differs", !input.isEmpty() && !input.equalsIgnoreCase(question));
        values.put("image_count", given.imageCount());
        values.put("many_images", given.imageCount() > 1);
        values.put("image", call.image() + 1);
        values.put("round", call.round());
        values.put("routed", given.routed());
        values.put("signature", CodeCandidates.signature(input.isEmpty() ? question : input));
        values.put("stub", CodeCandidates.stub(input.isEmpty() ? question : input));
        for (Plan.Step before : visible(plan, step)) {
            List<EarlierStep> results = latest(before, given, before.each() && step.each() ? call.image() + 1 : 0);
            String value = results.stream().map(EarlierStep::value).filter(v -> !v.isEmpty()).findFirst().orElse("");
            values.put("has_" + before.id(), results.stream().anyMatch(r -> !r.text().isBlank() || !r.value().isEmpty()));
            values.put(before.id() + "_value", Markup.strip(value));
            switch (before.kind()) {
                case READ_TEXT, DETECT, CAPTION ->
                    values.put(before.id() + "_lines", Evidence.lines(before.kind(), byImage(before, results, call, given)));
                case ASK, VERIFY, RUN_CODE, EVALUATE, REPEAT -> values.put(before.id() + "_text",
                        Markup.strip(String.join("\n\n", results.stream().map(EarlierStep::text).toList())).strip());
                case ZOOM, DRAW_BOXES, CLASSIFY -> {}
            }
            values.put(before.id(), shown(before, results, call, given));
            if (before.kind() == StepKind.RUN_CODE) {
                RUN_PARTS.forEach(part -> values.put(before.id() + "_" + part, part(results, part)));
            }
        }
        return values;
    }

    private static String part(List<EarlierStep> results, String part) {
        String json = results.isEmpty() ? "" : results.getLast().json();
        String text = json.isEmpty() ? "" : Json.tree(json).path(part).asText("");
        return Observations.cut(text, MAX_PART_CHARS, "head");
    }

    private static Object shown(Plan.Step before, List<EarlierStep> results, StepCall call, PromptInput given) {
        return switch (before.kind()) {
            case READ_TEXT, DETECT, CAPTION -> Evidence.perImage(before.kind(), byImage(before, results, call, given));
            case ZOOM -> results.stream().anyMatch(r -> r.value().equals("crop"));
            case DRAW_BOXES -> results.stream().anyMatch(r -> r.value().equals("drawn"));
            case CLASSIFY -> label(before, results);
            case ASK, VERIFY, RUN_CODE, EVALUATE, REPEAT -> results.isEmpty()
                    ? "Not available."
                    : Evidence.fence(Evidence.source(before.kind()), String.join("\n\n", results.stream().map(EarlierStep::text).toList()));
        };
    }

    private static LinkedHashMap<Integer, String> byImage(Plan.Step before, List<EarlierStep> results, StepCall call, PromptInput given) {
        LinkedHashMap<Integer, String> texts = new LinkedHashMap<>();
        if (!before.each()) {
            results.forEach(r -> texts.put(0, r.text()));
            return texts;
        }
        int images = before.imagesOf(given.imageCount());
        boolean oneImage = call.image() >= 0 && call.image() < images;
        for (int image = oneImage ? call.image() + 1 : 1; image <= (oneImage ? call.image() + 1 : images); image++) {
            CallId ofImage = new CallId(before.id(), image - 1, 0);
            texts.put(image,
                    results.stream().filter(r -> r.call().inRound(0).equals(ofImage)).map(EarlierStep::text).findFirst().orElse(null));
        }
        return texts;
    }

    private static String label(Plan.Step classify, List<EarlierStep> results) {
        return results.stream().map(EarlierStep::value).filter(classify.labels()::contains).findFirst()
                .orElseGet(() -> classify.labels().isEmpty() ? "" : classify.labels().getLast());
    }

    /** A step's results of the newest round there is; image from 1, or 0 for all of them. */
    private static List<EarlierStep> latest(Plan.Step step, PromptInput given, int image) {
        if (step.kind() == StepKind.REPEAT) {
            return step.repeat().reversed().stream().map(inner -> latest(inner, given, 0)).filter(r -> !r.isEmpty()).findFirst()
                    .orElse(List.of());
        }
        int newest = 0;
        List<EarlierStep> found = new ArrayList<>();
        for (EarlierStep earlier : given.earlier()) {
            CallId call = earlier.call();
            boolean own = call.step().equals(step.id()) && (!call.isForOneImage() || image == 0 || call.image() == image - 1);
            int round = call.round();
            if (own && round >= newest) {
                if (round > newest) {
                    found.clear();
                }
                newest = round;
                found.add(earlier);
            }
        }
        found.sort(java.util.Comparator.comparingInt(e -> e.call().image()));
        return found;
    }

    /** The steps a step waits for, directly or not, in the plan's order; inside a repeat also the others of the repeat, from the round before. */
    private static List<Plan.Step> visible(Plan plan, Plan.Step step) {
        List<Plan.Step> all = all(plan);
        Set<String> seen = new LinkedHashSet<>();
        reach(all, step, seen);
        plan.steps().stream().filter(outer -> outer.repeat().contains(step)).forEach(outer -> {
            reach(all, outer, seen);
            outer.repeat().forEach(inner -> seen.add(inner.id()));
        });
        return all.stream().filter(s -> seen.contains(s.id())).toList();
    }

    private static void reach(List<Plan.Step> all, Plan.Step step, Set<String> seen) {
        List<String> before = new ArrayList<>(step.needs());
        if (!step.when().isEmpty()) {
            before.add(Condition.of(step.when()).step());
        }
        for (String id : before) {
            if (seen.add(id)) {
                all.stream().filter(s -> s.id().equals(id)).forEach(s -> reach(all, s, seen));
            }
        }
    }
}
