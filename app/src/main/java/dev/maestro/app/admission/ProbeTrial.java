package dev.maestro.app.admission;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.FinalAnswer;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Reply;
import dev.maestro.images.Renditions;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import dev.maestro.skills.PlanOutcome;
import dev.maestro.skills.PlanParser;
import dev.maestro.skills.PlanRun;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.StepResult;
import dev.maestro.skills.prompts.EarlierStep;
import dev.maestro.skills.prompts.PromptInput;
import dev.maestro.skills.prompts.PromptRenderer;
import dev.maestro.skills.replies.Parsed;
import dev.maestro.skills.replies.Replies;
import dev.maestro.skills.scenes.Scenes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Puts one question to an expert as a query of the candidate registry would, without a query: the skill's plan runs in
 * this process, its evidence steps ask the candidate's services, and nothing is recorded. Steps that make images (zoom,
 * drawn boxes) are skipped, as if there were nothing to see closer. Nothing is retried, and nobody else is asked in the
 * expert's place, because it is the expert that is measured.
 */
final class ProbeTrial {
    private final RegistrySnapshot candidate;
    private final ExpertClient client;

    ProbeTrial(RegistrySnapshot candidate, ExpertClient client) {
        this.candidate = candidate;
        this.client = client;
    }

    /**
     * @param answer  what the baseline policy would answer with; empty when there was none
     * @param text    the whole text behind it
     * @param failure why there is no answer; empty when there is one
     */
    record Attempt(String answer, String text, long micros, String failure) {
        boolean answered() {
            return failure.isEmpty();
        }
    }

    /** The bare question, in the capability of the expert that comes first: answer, else what a service can. */
    Attempt plain(Expert expert, String question, List<Image> images) {
        Task task = task(expert);
        return switch (client.call(request(expert, task, "", question, question, images, Map.of(), 0), CallContext.NONE)) {
            case ExpertOutcome.Answered(Reply reply) -> new Attempt(FinalAnswer.of(reply.text()), reply.text(), reply.costMicros(), "");
            case ExpertOutcome.Failure failure -> new Attempt("", "", 0, failure.message());
        };
    }

    static Task task(Expert expert) {
        for (Task task : Task.values()) {
            if (expert.can(task.name().toLowerCase(java.util.Locale.ROOT))) {
                return expert.role() == Expert.Role.EXPERT ? Task.ANSWER : task;
            }
        }
        return Task.ANSWER;
    }

    Attempt withSkill(Expert expert, Skill skill, String question, List<Image> images) {
        return new Run(expert, skill, question, images).end();
    }

    private static ExpertRequest request(Expert expert, Task task, String system, String prompt, String question, List<Image> images,
            Map<String, String> parameters, int maxTokens) {
        List<Image> fitting = images.stream().limit(expert.limits().maxImages()).map(p -> Renditions.fit(p, expert.limits().maxPixels()))
                .toList();
        int tokens = maxTokens == 0 ? expert.limits().maxOutputTokens() : Math.min(maxTokens, expert.limits().maxOutputTokens());
        return new ExpertRequest(expert, task, system, prompt, question, fitting, parameters, List.of(), tokens,
                "admission-" + UUID.randomUUID());
    }

    /** One run of the skill's plan. */
    private final class Run {
        private final Expert expert;
        private final Skill skill;
        private final Plan plan;
        private final PromptRenderer prompts;
        private final String question;
        private final List<Image> images;
        private final List<EarlierStep> earlier = new ArrayList<>();
        private long micros;

        Run(Expert expert, Skill skill, String question, List<Image> images) {
            this.expert = expert;
            this.skill = skill;
            this.plan = PlanParser.parse(skill.plan().orElseThrow());
            this.prompts = PromptRenderer.of(candidate, Profile.DEFAULT);
            this.question = question;
            this.images = images;
        }

        Attempt end() {
            PlanRun run = PlanRun.start(plan, new PlanContext(images.size(), capabilities(), expert.kind() == Expert.Kind.OPENAI));
            while (run.outcome().isEmpty()) {
                List<StepCall> ready = run.ready();
                if (ready.isEmpty()) {
                    throw new IllegalStateException("the plan of " + skill.name() + " has no step to run and no outcome");
                }
                ready.forEach(call -> run.done(step(call)));
            }
            return switch (run.outcome().orElseThrow()) {
                case PlanOutcome.Observed(CallId call, Plan.Observation cut) -> {
                    String text = earlier.stream().filter(each -> each.call().equals(call)).findFirst().map(EarlierStep::text).orElse("");
                    String observed = cut.cut(text);
                    yield new Attempt(FinalAnswer.of(observed), observed, micros, "");
                }
                case PlanOutcome.Failed(StepResult.Failed step) ->
                    new Attempt("", "", micros, "step " + step.call() + ": " + step.message());
            };
        }

        private List<String> capabilities() {
            return candidate.experts().stream().filter(Expert::enabled).flatMap(each -> each.capabilities().stream()).distinct().toList();
        }

        private StepResult step(StepCall call) {
            Plan.Step step = plan.step(call.step()).orElseThrow();
            return switch (step.kind()) {
                case ZOOM, DRAW_BOXES -> done(call, new Parsed("", "none", ""));
                case READ_TEXT, DETECT, CAPTION -> ask(call, step, candidate.withCapability(step.capability()));
                case ASK, CLASSIFY, VERIFY ->
                    ask(call, step, step.capability().isEmpty() ? List.of(expert) : candidate.withCapability(step.capability()));
                case EVALUATE -> {
                    Scenes.Worked worked = Scenes.evaluate(step, earlier);
                    yield done(call, new Parsed(worked.text(), worked.value(), worked.json()));
                }
                case RUN_CODE, REPEAT -> new StepResult.Failed(call.id(), "STEP_UNSUPPORTED", "runs code, which an admission does not");
            };
        }

        private StepResult ask(StepCall call, Plan.Step step, List<Expert> candidates) {
            StepResult result = new StepResult.Failed(call.id(), "NO_EXPERT",
                    "no enabled expert has the capability \"" + step.capability() + "\"");
            for (Expert asked : candidates) {
                PromptRenderer.Rendered rendered = asked.kind() == Expert.Kind.OPENAI
                        ? prompts.render(plan, call, new PromptInput(question, question, images.size(), earlier))
                        : new PromptRenderer.Rendered("", "");
                ExpertRequest request = request(
                        asked, task(step.kind()), rendered.system(), rendered.prompt(), question, images(step, call), parameters(step),
                        step.maxOutputTokens());
                switch (client.call(request, CallContext.NONE)) {
                    case ExpertOutcome.Answered(Reply reply) -> {
                        micros += reply.costMicros();
                        Parsed parsed = Replies.parse(step.parser(), reply.text(), step.labels());
                        if (!parsed.isEmpty()) {
                            return done(call, parsed);
                        }
                        result = new StepResult.Failed(call.id(), ExpertErrors.EXPERT_UNUSABLE_REPLY.name(),
                                "the reply of " + asked.name() + " holds no text after its thoughts are removed");
                    }
                    case ExpertOutcome.Failure failure ->
                        result = new StepResult.Failed(call.id(), ExpertErrors.of(failure.kind()).name(), failure.message());
                }
            }
            return result;
        }

        private StepResult done(StepCall call, Parsed parsed) {
            earlier.add(new EarlierStep(call.id(), parsed.text(), parsed.value()));
            return new StepResult.Done(call.id(), parsed.value());
        }

        private List<Image> images(Plan.Step step, StepCall call) {
            if (!step.images().contains("original")) {
                return List.of();
            }
            return call.image() >= 0 ? List.of(images.get(call.image())) : images.subList(0, step.imagesOf(images.size()));
        }

        private Map<String, String> parameters(Plan.Step step) {
            Map<String, String> parameters = new LinkedHashMap<>(step.parameters());
            parameters.put("leaf", skill.name());
            if (!step.labels().isEmpty()) {
                parameters.put("labels", String.join("\n", step.labels()));
            }
            return parameters;
        }

        private static Task task(StepKind kind) {
            return switch (kind) {
                case READ_TEXT -> Task.OCR;
                case DETECT -> Task.DETECT;
                case CAPTION -> Task.CAPTION;
                case CLASSIFY -> Task.CLASSIFY;
                case ASK, VERIFY -> Task.ANSWER;
                case ZOOM, DRAW_BOXES, EVALUATE, RUN_CODE, REPEAT ->
                    throw new IllegalArgumentException(kind + " asks nobody in an admission");
            };
        }
    }
}
