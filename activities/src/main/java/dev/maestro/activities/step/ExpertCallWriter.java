package dev.maestro.activities.step;

import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.skills.Plan;
import dev.maestro.skills.prompts.PromptRenderer.Rendered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the request that a step sends to its expert: prompt, images within the expert's limits, parameters. Thread-safe. */
public final class ExpertCallWriter {
    private final Plans plans;
    private final QueryImages images;

    public ExpertCallWriter(Plans plans, QueryImages images) {
        this.plans = plans;
        this.images = images;
    }

    ExpertCall write(StepWork work) {
        Expert expert = work.snapshot().expert(work.request().expert()).orElseThrow(() -> TemporalFailures.broken(
                "expert " + work.request().expert() + " is not in registry revision " + work.snapshot().revision()));
        Expert.Limits limits = expert.limits();
        Plan.Step step = work.step();
        List<ContentHash> hashes = limited(StepImages.of(step, work.request().call(), work.query().images(), work.earlier()),
                limits.maxImages());
        List<Image> shown = hashes.stream().map(h -> images.within(h, limits.maxPixels())).toList();
        Rendered rendered = expert.kind() == Expert.Kind.OPENAI
                ? plans.renderer(work.snapshot(), work.request().profile()).render(work.plan(), work.request().call(), work.input())
                : new Rendered("", "");
        int maxTokens = step.maxOutputTokens() == 0 ? limits.maxOutputTokens() : Math.min(step.maxOutputTokens(), limits.maxOutputTokens());
        return new ExpertCall(new ExpertRequest(expert, task(step.kind()), rendered.system(), rendered.prompt(),
                work.request().input().isBlank() ? work.query().question() : work.request().input(), shown, parameters(work), stop(step),
                maxTokens, work.request().key().asking(expert.name())), hashes);
    }

    private static Map<String, String> parameters(StepWork work) {
        Map<String, String> parameters = new LinkedHashMap<>(work.step().parameters());
        parameters.put("leaf", work.request().leaf());
        if (!work.step().labels().isEmpty()) {
            parameters.put("labels", String.join("\n", work.step().labels()));
        }
        return parameters;
    }

    /** After its call a grounding model has nothing more to say that is read. */
    private static List<String> stop(Plan.Step step) {
        return step.kind() == StepKind.ZOOM ? List.of("</tool_call>", "</answer>") : List.of();
    }

    private static List<ContentHash> limited(List<ContentHash> images, int most) {
        return images.size() <= most ? images : List.copyOf(images.subList(0, most));
    }

    private static Task task(StepKind kind) {
        return switch (kind) {
            case READ_TEXT -> Task.OCR;
            case DETECT -> Task.DETECT;
            case CAPTION -> Task.CAPTION;
            case ZOOM -> Task.GROUND;
            case CLASSIFY -> Task.CLASSIFY;
            case ASK, VERIFY -> Task.ANSWER;
            case DRAW_BOXES, EVALUATE, RUN_CODE, REPEAT -> throw new IllegalArgumentException(kind + " asks nobody");
        };
    }
}
