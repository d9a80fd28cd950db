package dev.maestro.skills;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of a plan: which calls may start now, and how it ended. Decides only; the same results in
 * the same order give the same calls on every replay, so workflow code may use it. It works backwards
 * from the observation, so that evidence nobody will read is never gathered.
 *
 * <p>Use: start every call of {@link #ready()}; report each end with {@link #done}; ask again, until
 * {@link #outcome()} is there. Not thread-safe: one workflow thread at a time.
 */
public final class PlanRun {
    private final Plan plan;
    private final PlanContext setting;
    private final Map<String, Plan.Step> outerOf = new LinkedHashMap<>();
    private final Map<String, Plan.Step> steps = new LinkedHashMap<>();
    private final Map<String, Integer> order = new LinkedHashMap<>();
    private final Map<String, Integer> rounds = new LinkedHashMap<>();
    private final Set<String> endedRepeats = new LinkedHashSet<>();
    private final Set<CallId> handedOut = new LinkedHashSet<>();
    private final Map<CallId, StepResult> results = new LinkedHashMap<>();
    private final List<CallId> skipped = new ArrayList<>();
    private final List<StepCall> waiting = new ArrayList<>();
    private Optional<StepResult.Failed> failure = Optional.empty();

    private PlanRun(Plan plan, PlanContext setting) {
        this.plan = plan;
        this.setting = setting;
        for (Plan.Step step : plan.steps()) {
            register(step);
            for (Plan.Step inner : step.repeat()) {
                register(inner);
                outerOf.put(inner.id(), step);
            }
        }
    }

    private void register(Plan.Step step) {
        order.put(step.id(), order.size());
        steps.put(step.id(), step);
    }

    /**
     * @param imageCount images of the query; every capability is taken to be there, and the expert to read prompts
     * @throws MaestroException {@code PLAN_INVALID} when the plan's structure is wrong; a registry revision in service holds none such
     */
    public static PlanRun start(Plan plan, int imageCount) {
        return start(plan, PlanContext.full(imageCount));
    }

    /** @throws MaestroException as {@link #start(Plan, int)} */
    public static PlanRun start(Plan plan, PlanContext setting) {
        List<String> problems = PlanStructure.problems(plan);
        if (!problems.isEmpty()) {
            throw new MaestroException(PlanErrors.PLAN_INVALID, String.join("; ", problems));
        }
        PlanRun run = new PlanRun(plan, setting);
        run.goOn();
        return run;
    }

    /**
     * Calls that may start now and were not handed out before, in the order of the plan's steps, then images.
     * Empty while what is under way must end first, and after the outcome.
     */
    public List<StepCall> ready() {
        List<StepCall> calls = outcome().isPresent()
                ? List.of()
                : waiting.stream()
                        .sorted(Comparator.comparingInt((StepCall c) -> order.get(c.id().step())).thenComparingInt(StepCall::image))
                        .toList();
        waiting.clear();
        return calls;
    }

    private void goOn() {
        plan.observation().from().forEach(id -> demand(steps.get(id), waiting));
    }

    /**
     * Reports how a call ended. The first report of a call stands.
     *
     * @throws MaestroException {@code PLAN_CALL_UNKNOWN} for a call that was never handed out
     */
    public void done(StepResult result) {
        if (!handedOut.contains(result.call())) {
            throw new MaestroException(PlanErrors.PLAN_CALL_UNKNOWN,
                    "\"" + result.call() + "\" was not handed out; handed out: " + handedOut);
        }
        if (results.putIfAbsent(result.call(), result) == null
                && result instanceof StepResult.Failed failed
                && !steps.get(failed.call().step()).optional()
                && failure.isEmpty()) {
            failure = Optional.of(failed);
        }
        goOn();
    }

    /** How the run ended; empty while it goes on. After a failure that is not optional, what is under way is of no more use. */
    public Optional<PlanOutcome> outcome() {
        if (failure.isPresent()) {
            return failure.map(PlanOutcome.Failed::new);
        }
        Optional<StepResult.Failed> lastFailure = Optional.empty();
        for (String id : plan.observation().from().reversed()) {
            Plan.Step step = observed(steps.get(id));
            if (!resolved(steps.get(id), -1)) {
                return Optional.empty();
            }
            for (StepCall call : calls(step).reversed()) {
                switch (results.get(call.id())) {
                    case StepResult.Done done -> {
                        return Optional.of(new PlanOutcome.Observed(done.call(), plan.observation()));
                    }
                    case StepResult.Failed failed -> lastFailure = lastFailure.isPresent() ? lastFailure : Optional.of(failed);
                    case StepResult.Skipped _ -> {}
                    case null -> {}
                }
            }
        }
        return Optional.of(new PlanOutcome.Failed(lastFailure.orElseGet(() -> new StepResult.Failed(
                CallId.of(plan.observation().from().getLast()),
                PlanErrors.PLAN_OBSERVED_NOTHING.name(),
                "none of the steps " + plan.observation().from() + " ran: their conditions did not hold"))));
    }

    /** Ids of calls that were left out so far: condition not met, no image, or no service for it. In order. */
    public List<CallId> skipped() {
        return List.copyOf(skipped);
    }

    // Walks from a wanted step to what it waits for, and hands out what can start.
    private void demand(Plan.Step step, List<StepCall> out) {
        if (step.kind() == StepKind.REPEAT) {
            demandRepeat(step, out);
            return;
        }
        for (StepCall call : calls(step)) {
            if (known(call.id())) {
                continue;
            }
            Condition condition = Condition.of(step.when());
            if (!condition.always() && !earlierRound(step, condition.step())) {
                Plan.Step asked = steps.get(condition.step());
                demand(asked, out);
                if (!resolved(asked, call.image())) {
                    continue;
                }
            }
            if (!runnable(step) || !condition.holds(value(condition.step(), call.image()))) {
                results.put(call.id(), new StepResult.Skipped(call.id()));
                skipped.add(call.id());
                continue;
            }
            boolean waiting = false;
            for (String need : step.needs()) {
                demand(steps.get(need), out);
                waiting |= !resolved(steps.get(need), call.image());
            }
            if (!waiting && handedOut.add(call.id())) {
                out.add(call);
            }
        }
    }

    private void demandRepeat(Plan.Step repeat, List<StepCall> out) {
        Condition condition = Condition.of(repeat.when());
        if (!condition.always()) {
            demand(steps.get(condition.step()), out);
            if (!resolved(steps.get(condition.step()), -1)) {
                return;
            }
            if (!condition.holds(value(condition.step(), -1))) {
                endedRepeats.add(repeat.id());
            }
        }
        if (!runnable(repeat)) {
            endedRepeats.add(repeat.id());
        }
        if (endedRepeats.contains(repeat.id())) {
            return;
        }
        repeat.needs().forEach(need -> demand(steps.get(need), out));
        if (!repeat.needs().stream().allMatch(need -> resolved(steps.get(need), -1))) {
            return;
        }
        while (!endedRepeats.contains(repeat.id())) {
            rounds.putIfAbsent(repeat.id(), 1);
            repeat.repeat().forEach(inner -> demand(inner, out));
            if (!repeat.repeat().stream().allMatch(inner -> resolved(inner, -1))) {
                return;
            }
            boolean reached = value(observed(repeat).id(), -1).equals(repeat.parameters().getOrDefault("until", ""));
            if (reached || rounds.get(repeat.id()) >= repeat.intParameter("rounds", 1)) {
                endedRepeats.add(repeat.id());
            } else {
                rounds.merge(repeat.id(), 1, Integer::sum);
            }
        }
    }

    private boolean known(CallId call) {
        return handedOut.contains(call) || results.containsKey(call);
    }

    private boolean runnable(Plan.Step step) {
        boolean served = step.capability().isEmpty() || !step.optional() || setting.capabilities().contains(step.capability());
        return served && (setting.prompted() || !step.only().equals("prompted"));
    }

    /** The calls a step makes, in the present round when it is inside a repeat. */
    private List<StepCall> calls(Plan.Step step) {
        Plan.Step outer = outerOf.get(step.id());
        int round = outer == null ? 0 : rounds.getOrDefault(outer.id(), 1);
        String path = outer == null ? step.id() : outer.id() + "/" + step.id();
        int images = step.imagesOf(setting.images());
        if (step.kind().readsImages() && images == 0) {
            return List.of();
        }
        if (!step.each()) {
            return List.of(StepCall.of(path, step.kind(), CallId.ALL_IMAGES, round));
        }
        List<StepCall> calls = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            calls.add(StepCall.of(path, step.kind(), image, round));
        }
        return calls;
    }

    /** Whether all that an image's dependants wait for has ended; image -1 waits for every image. */
    private boolean resolved(Plan.Step step, int image) {
        if (step.kind() == StepKind.REPEAT) {
            return endedRepeats.contains(step.id());
        }
        List<StepCall> calls = calls(step);
        boolean hasImage = image >= 0 && calls.stream().anyMatch(c -> c.image() == image);
        return calls.stream().filter(c -> !hasImage || c.image() == image).allMatch(c -> results.containsKey(c.id()));
    }

    /** The value a condition sees: of the same image where there is one, else the first that is not empty. */
    private String value(String id, int image) {
        if (id.isEmpty()) {
            return "";
        }
        Plan.Step step = observed(steps.get(id));
        List<StepCall> calls = calls(step);
        Plan.Step outer = outerOf.get(step.id());
        boolean hasImage = image >= 0 && calls.stream().anyMatch(c -> c.image() == image);
        for (StepCall call : calls) {
            if (hasImage && call.image() != image) {
                continue;
            }
            StepResult result = results.get(call.id());
            if (result == null && outer != null && call.round() > 1) {
                result = results.get(call.id().inRound(call.round() - 1));
            }
            if (result instanceof StepResult.Done(_, String value) && !value.isEmpty()) {
                return value;
            }
        }
        return step.kind() == StepKind.CLASSIFY ? step.labels().getLast() : "";
    }

    /** Whether a condition inside a repeat looks at a step that comes later in the round: it sees the round before. */
    private boolean earlierRound(Plan.Step step, String asked) {
        Plan.Step outer = outerOf.get(step.id());
        return outer != null && outer == outerOf.get(asked) && order.get(asked) >= order.get(step.id());
    }

    /** For a repeat, the last of its steps that ran in the present round; else the step itself. */
    private Plan.Step observed(Plan.Step step) {
        if (step.kind() != StepKind.REPEAT) {
            return step;
        }
        for (Plan.Step inner : step.repeat().reversed()) {
            boolean ran = calls(inner).stream()
                    .map(c -> results.get(c.id()))
                    .anyMatch(StepResult.Done.class::isInstance);
            if (ran) {
                return inner;
            }
        }
        return step.repeat().getLast();
    }
}
