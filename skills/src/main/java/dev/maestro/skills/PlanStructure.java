package dev.maestro.skills;

import dev.maestro.core.query.StepKind;
import dev.maestro.core.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a plan by itself, independently of any prompts. */
public final class PlanStructure {
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,39}");
    /** Names that templates use for something else than a step. */
    private static final List<String> RESERVED = List.of("question", "input", "input_differs", "image_count", "many_images", "image",
            "round",
            "routed", "signature", "stub");
    private static final List<String> KEEPS = List.of("head", "tail", "last");
    /** What a run_code step does; the first is the default. */
    private static final List<String> MODES = List.of("run", "read_tests", "try");
    /** How programs and tests are found in replies, and when a program is accepted; the first is the default. */
    private static final List<String> RULES = List.of("ours", "reference");
    /** The sandbox's own limit of one run. */
    private static final int MAX_RUN_MS = 30_000;
    /** A plan is read by people and stored in one row; no use for more was seen. */
    private static final int MAX_STEPS = 40;
    private static final int MAX_ROUNDS = 10;

    private final Plan plan;
    private final List<String> problems = new ArrayList<>();
    private final SequencedMap<String, Plan.Step> steps = new LinkedHashMap<>();
    private final Map<String, String> outer = new LinkedHashMap<>();

    private PlanStructure(Plan plan) {
        this.plan = plan;
    }

    /** One sentence per problem, each naming the step; empty when the plan can run. */
    public static List<String> problems(Plan plan) {
        PlanStructure check = new PlanStructure(plan);
        check.run();
        return List.copyOf(check.problems);
    }

    private void run() {
        if (plan.steps().isEmpty()) {
            problems.add("the plan has no step");
            return;
        }
        for (Plan.Step step : plan.steps()) {
            add(step, "");
            step.repeat().forEach(inner -> add(inner, step.id()));
        }
        if (steps.size() > MAX_STEPS) {
            problems.add("the plan has " + steps.size() + " steps; at most " + MAX_STEPS);
        }
        steps.sequencedValues().forEach(this::check);
        if (problems.isEmpty()) {
            observation();
        }
        if (problems.isEmpty()) {
            cycles();
        }
        if (problems.isEmpty()) {
            unused();
        }
    }

    private void add(Plan.Step step, String in) {
        if (!ID.matcher(step.id()).matches()) {
            say(step, "an id is a lower-case letter, then letters, digits and _ (at most 40)");
        }
        if (RESERVED.contains(step.id()) || step.id().startsWith("has_")) {
            say(step, "the id is a name templates use for something else; choose another");
        }
        if (steps.put(step.id(), step) != null) {
            say(step, "the id is used twice");
        }
        outer.put(step.id(), in);
    }

    private void check(Plan.Step step) {
        for (String need : step.needs()) {
            known(step, need, "needs");
        }
        condition(step);
        if (step.kind().asksService() && step.capability().isEmpty()) {
            say(step, "capability is missing: say what the asked service must be capable of, e.g. \"ocr\"");
        }
        if (!step.only().isEmpty() && !step.only().equals("prompted")) {
            say(step, "only \"" + step.only() + "\" is unknown; valid: \"prompted\"");
        }
        if (step.maxImages() < 0 || step.maxOutputTokens() < 0) {
            say(step, "max_images and max_output_tokens are not negative");
        }
        boolean prompts = switch (step.kind()) {
            case ASK, CLASSIFY, VERIFY -> true;
            case READ_TEXT, DETECT, CAPTION, ZOOM, DRAW_BOXES, EVALUATE, RUN_CODE, REPEAT -> false;
        };
        if (prompts && step.prompt().isEmpty()) {
            say(step, "prompt is missing: the expert must be told something");
        }
        if (step.kind() == StepKind.CLASSIFY && step.labels().size() < 2) {
            say(step, "labels: a classify step needs at least two");
        }
        if (step.kind() == StepKind.DRAW_BOXES && step.needs().stream().noneMatch(n -> kindIs(n, StepKind.DETECT))) {
            say(step, "needs: a draw_boxes step needs a detect step");
        }
        if (step.kind() == StepKind.RUN_CODE) {
            runCode(step);
        }
        if (step.kind() == StepKind.EVALUATE && step.needs().size() < 2) {
            say(step, "needs: an evaluate step needs the step that lists the objects, then the one that writes the program");
        }
        images(step);
        repeat(step);
    }

    private void runCode(Plan.Step step) {
        if (step.needs().isEmpty()) {
            say(step, "needs: a run_code step needs the step whose reply holds the code");
        }
        if (step.each()) {
            say(step, "a run_code step is not done for each image");
        }
        oneOf(step, "mode", MODES);
        oneOf(step, "rules", RULES);
        int timeoutMs = step.intParameter("timeout_ms", 1_000);
        if (timeoutMs < 100 || timeoutMs > MAX_RUN_MS) {
            say(step, "parameters.timeout_ms is " + timeoutMs + "; 100 to " + MAX_RUN_MS);
        }
        if (step.parameters().getOrDefault("mode", "").equals("try") && step.needs().stream().noneMatch(n -> kindIs(n, StepKind.ASK))) {
            say(step, "needs: a run_code step of mode \"try\" needs an ask step that writes the program");
        }
    }

    private void oneOf(Plan.Step step, String parameter, List<String> valid) {
        String value = step.parameters().getOrDefault(parameter, valid.getFirst());
        if (!valid.contains(value)) {
            say(step, "parameters." + parameter + " \"" + value + "\" is unknown; valid: " + NearestNames.list(value, valid));
        }
    }

    private void condition(Plan.Step step) {
        if (step.when().isEmpty()) {
            return;
        }
        Condition condition = Condition.of(step.when());
        if (!step.when().contains("=") || condition.always()) {
            say(step, "when \"" + step.when() + "\" is not a condition; write step=value, step!=value or step>=number");
        } else if (known(step, condition.step(), "when")) {
            Plan.Step asked = steps.get(condition.step());
            if (asked.kind() == StepKind.CLASSIFY && !condition.atLeast() && !asked.labels().contains(condition.value())) {
                say(step, "when \"" + step.when() + "\" can never hold; labels of " + asked.id() + ": " + asked.labels());
            }
        }
    }

    private void images(Plan.Step step) {
        for (String image : step.images()) {
            int colon = image.indexOf(':');
            String form = colon < 0 ? image : image.substring(0, colon);
            String of = colon < 0 ? "" : image.substring(colon + 1);
            switch (form) {
                case "original", "none" -> {
                    if (colon >= 0) {
                        say(step, "images \"" + image + "\": \"" + form + "\" takes no step");
                    }
                }
                case "boxed", "crop", "last_crop" -> {
                    StepKind kind = form.equals("boxed") ? StepKind.DRAW_BOXES : StepKind.ZOOM;
                    if (!kindIs(of, kind)) {
                        say(step, "images \"" + image + "\": there is no " + kind.name().toLowerCase(java.util.Locale.ROOT) + " step \""
                                + of + "\"");
                    } else if (!reaches(step.id(), of, new LinkedHashSet<>())) {
                        say(step, "images \"" + image + "\": add \"" + of + "\" to needs, or it may not be there in time");
                    }
                }
                default ->
                    say(step, "images \"" + image + "\" is unknown; valid: original, boxed:<step>, crop:<step>, last_crop:<step>, none");
            }
        }
        if (step.images().contains("none") && step.images().size() > 1) {
            say(step, "images: \"none\" must stand alone");
        }
    }

    private void repeat(Plan.Step step) {
        if (step.kind() != StepKind.REPEAT) {
            if (!step.repeat().isEmpty()) {
                say(step, "only a step of kind repeat has steps of its own");
            }
            return;
        }
        if (step.repeat().isEmpty()) {
            say(step, "repeat: lists no steps");
        }
        if (!outer.get(step.id()).isEmpty()) {
            say(step, "a repeat inside a repeat is not possible");
        }
        int rounds = step.intParameter("rounds", 0);
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            say(step, "parameters.rounds is " + step.parameters().getOrDefault("rounds", "missing") + "; 1 to " + MAX_ROUNDS);
        }
        if (step.each()) {
            say(step, "a repeat is not done for each image; its steps may be");
        }
    }

    private void observation() {
        Plan.Observation observation = plan.observation();
        if (observation.from().isEmpty()) {
            problems.add("observation: from lists no step");
        }
        for (String id : observation.from()) {
            Plan.Step step = steps.get(id);
            if (step == null) {
                problems.add(
                        "observation: there is no step \"" + id + "\"; nearest: "
                                + NearestNames.list(id, steps.sequencedKeySet()));
            } else if (step.each()) {
                problems.add("observation: step \"" + id + "\" is done for each image; the observation is one text");
            } else if (step.kind() == StepKind.ZOOM || step.kind() == StepKind.DRAW_BOXES) {
                problems.add("observation: step \"" + id + "\" makes an image, not a text");
            }
        }
        if (observation.maxChars() < 1 || observation.maxChars() > 20_000) {
            problems.add("observation: max_chars is " + observation.maxChars() + "; 1 to 20000");
        }
        if (!KEEPS.contains(observation.keep())) {
            problems.add("observation: keep is \"" + observation.keep() + "\"; valid: " + KEEPS);
        }
    }

    private void cycles() {
        for (Plan.Step step : steps.sequencedValues()) {
            for (String before : before(step)) {
                if (reaches(before, step.id(), new LinkedHashSet<>())) {
                    problems.add("step \"" + step.id() + "\" waits for itself through \"" + before + "\"");
                    return;
                }
            }
        }
    }

    private void unused() {
        Set<String> used = new LinkedHashSet<>();
        plan.observation().from().forEach(id -> reach(id, used));
        steps.sequencedValues().stream()
                .filter(s -> !used.contains(s.id()))
                .forEach(s -> say(s, "nothing needs it and it is not the observation, so it would never run"));
    }

    private void reach(String id, Set<String> seen) {
        if (seen.add(id)) {
            before(steps.get(id)).forEach(b -> reach(b, seen));
        }
    }

    private boolean reaches(String from, String to, Set<String> seen) {
        return from.equals(to)
                || (steps.containsKey(from) && seen.add(from) && before(steps.get(from)).stream().anyMatch(b -> reaches(b, to, seen)));
    }

    // What a step waits for. A condition on a later step of the same round looks at the round before, so it waits for nothing.
    private List<String> before(Plan.Step step) {
        List<String> before = new ArrayList<>(step.needs());
        step.repeat().forEach(inner -> before.add(inner.id()));
        String asked = Condition.of(step.when()).step();
        List<String> ids = List.copyOf(steps.sequencedKeySet());
        boolean sameRound = !outer.get(step.id()).isEmpty() && outer.get(step.id()).equals(outer.get(asked));
        if (!asked.isEmpty() && !(sameRound && ids.indexOf(asked) >= ids.indexOf(step.id()))) {
            before.add(asked);
        }
        return before;
    }

    private boolean known(Plan.Step step, String id, String field) {
        String in = outer.get(id);
        if (in == null) {
            say(step, field + " \"" + id + "\": there is no such step; nearest: "
                    + NearestNames.list(id, steps.sequencedKeySet()));
            return false;
        }
        if (!in.isEmpty() && !in.equals(outer.get(step.id()))) {
            say(step, field + " \"" + id + "\" is inside the repeat \"" + in + "\"; refer to \"" + in + "\"");
            return false;
        }
        return true;
    }

    private boolean kindIs(String id, StepKind kind) {
        return steps.containsKey(id) && steps.get(id).kind() == kind;
    }

    private void say(Plan.Step step, String what) {
        problems.add("step \"" + step.id() + "\": " + what);
    }
}
