package dev.maestro.activities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.sandbox.Python;
import dev.maestro.core.CallContext;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertFailures;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Reply;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import dev.maestro.skills.Plan;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.StepResult;
import dev.maestro.skills.prompts.EarlierStep;
import dev.maestro.skills.prompts.PromptInput;
import dev.maestro.skills.prompts.PromptRenderer.Rendered;
import dev.maestro.skills.replies.Parsed;
import dev.maestro.skills.replies.Replies;
import dev.maestro.skills.scenes.Scenes;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link StepActivities} on the database: a step that is recorded is not done again. */
public final class RecordedStepActivities implements StepActivities {
    private static final int PREVIEW_LENGTH = 160;

    private final Plans plans;
    private final QueryHistory history;
    private final RecentRows remembered;
    private final Ledger ledger;
    private final RecordedTexts texts;
    private final QueryImages pictures;
    private final ExpertClient experts;
    private final ServiceCache services;
    private final Python python;
    private final Replays replays;
    private final Failures failures;
    private final InstantSource clock;

    /** For a worker that runs no replays. */
    public RecordedStepActivities(Plans plans, QueryHistory history, RecentRows remembered, Ledger ledger, RecordedTexts texts,
            QueryImages pictures, ExpertClient experts,
            ServiceCache services, Python python, Failures failures, InstantSource clock) {
        this(plans, history, remembered, ledger, texts, pictures, experts, services, python, new Replays(history, texts, plans, _ -> {}),
                failures, clock);
    }

    public RecordedStepActivities(Plans plans, QueryHistory history, RecentRows remembered, Ledger ledger, RecordedTexts texts,
            QueryImages pictures, ExpertClient experts,
            ServiceCache services, Python python, Replays replays, Failures failures, InstantSource clock) {
        this.plans = plans;
        this.history = history;
        this.remembered = remembered;
        this.ledger = ledger;
        this.texts = texts;
        this.pictures = pictures;
        this.experts = experts;
        this.services = services;
        this.python = python;
        this.replays = replays;
        this.failures = failures;
        this.clock = clock;
    }

    @Override
    public StepReport run(StepRequest request) {
        Optional<StepRow> recorded = remembered.step(request.key());
        if (recorded.isPresent()) {
            return report(recorded.get(), true);
        }
        Instant started = clock.instant();
        RegistrySnapshot snapshot = plans.snapshot(request.registryRevision());
        Plan plan = plans.plan(snapshot, request.leaf(), request.profile());
        Plan.Step step = plan.step(request.call().step())
                .orElseThrow(() -> failures.invalid("skill " + request.leaf() + " has no step " + request.call().step()));
        QueryRow query = remembered.query(request.queryId())
                .orElseThrow(() -> failures.broken("query " + request.queryId() + " is not in the history"));
        List<StepRow> earlier = step.needs().isEmpty() && request.call().round() == 0
                ? List.of()
                : history.steps(request.queryId(), request.turn());
        return switch (step.kind()) {
            case READ_TEXT, DETECT, CAPTION, ZOOM, ASK, CLASSIFY, VERIFY -> ask(request, snapshot, plan, step, query, earlier, started);
            case DRAW_BOXES -> record(request, DrawBoxes.draw(step, request.call(), query.images(), earlier, pictures), started);
            case EVALUATE -> record(request, evaluated(step, given(request, query, earlier)), started);
            case RUN_CODE -> runCode(request, plan, step, given(request, query, earlier), earlier, started);
            case REPEAT -> throw failures.invalid("step " + request.call().id() + " is a repeat, which only has steps of its own");
        };
    }

    private StepReport runCode(StepRequest request, Plan plan, Plan.Step step, PromptInput given, List<StepRow> earlier, Instant started) {
        try (Heartbeats heartbeats = Heartbeats.start()) {
            try {
                return record(request, new CodeRunner(python, texts).run(plan, step, request.call(), given, earlier, heartbeats::cancelled),
                        started);
            } catch (Python.UnavailableException e) {
                heartbeats.throwIfEnded();
                recordFailure(request, FailureTypes.SANDBOX_UNAVAILABLE, String.valueOf(e.getMessage()), 0, started);
                throw failures.sandbox(e, attempt());
            }
        }
    }

    private StepReport ask(StepRequest request, RegistrySnapshot snapshot, Plan plan, Plan.Step step, QueryRow query, List<StepRow> earlier,
            Instant started) {
        Expert expert = snapshot.expert(request.expert())
                .orElseThrow(() -> failures.broken("expert " + request.expert() + " is not in registry revision " + snapshot.revision()));
        List<ContentHash> hashes = limited(StepImages.of(step, request.call(), query.images(), earlier), expert.limits().maxImages());
        List<Image> images = hashes.stream().map(h -> pictures.within(h, expert.limits().maxPixels())).toList();
        Rendered rendered = expert.kind() == Expert.Kind.OPENAI
                ? plans.renderer(snapshot, request.profile()).render(plan, request.call(), given(request, query, earlier))
                : new Rendered("", "");
        int maxTokens = step.maxOutputTokens() == 0
                ? expert.limits().maxOutputTokens()
                : Math.min(step.maxOutputTokens(), expert.limits().maxOutputTokens());
        ExpertRequest call = new ExpertRequest(expert, task(step.kind()), rendered.system(), rendered.prompt(),
                request.input().isBlank() ? query.question() : request.input(), images, parameters(request, step), stop(step),
                maxTokens, request.key() + "/" + expert.name());
        Optional<QueryConditions> replay = remembered.conditions(request.queryId()).filter(conditions -> conditions.replayOf().isPresent());
        Optional<String> unreplied = Optional.empty();
        if (replay.isPresent()) {
            switch (replays.find(replay.get().replayOf().orElseThrow(), request, step, requestJson(call, hashes))) {
                case Replays.Found.Replied(StepRow row) -> {
                    return repeated(request, row, started);
                }
                case Replays.Found.Failed(FailureRow row) -> throw failures.repeated(row.failure(), row.message());
                case Replays.Found.Nothing(String why) -> unreplied = Optional.of(why);
            }
        }
        Optional<String> difference = unreplied;
        try (Heartbeats heartbeats = Heartbeats.start()) {
            ServiceCache.Outcome outcome = services.call(step, call, hashes, () -> {
                difference.ifPresent(why -> diverge(replay.orElseThrow(), request, why, call));
                return metered(request, call, heartbeats);
            });
            return switch (outcome.outcome()) {
                case ExpertOutcome.Answered(Reply reply) -> answered(request, step, call, hashes, reply, outcome.cached(), started);
                case ExpertOutcome.Failure failure -> {
                    heartbeats.throwIfEnded();
                    throw failed(request, failure, started);
                }
            };
        }
    }

    /** The reply that the replayed query had to the same request: it costs nothing, and took as long as it took. */
    private StepReport repeated(StepRequest request, StepRow row, Instant started) {
        return record(request, new Made(texts.read(row.reply()), row.value(), row.result(), row.images()), row.expert(), row.request(), 0,
                0, 0,
                row.latencyMs(), true, started);
    }

    /** Records that the replay goes its own way; ends the query unless it may ask. */
    private void diverge(QueryConditions conditions, StepRequest request, String why, ExpertRequest call) {
        replays.diverged(conditions, request, why, Estimate.of(call), call.expert().price()::micros, clock.instant());
        if (!conditions.replayLive()) {
            throw failures.diverged(request.key(), why);
        }
    }

    /** Reserves what the call may cost, calls, and frees the reservation when the call failed; a recorded step settles it. */
    private ExpertOutcome metered(StepRequest request, ExpertRequest call, CallContext context) {
        Estimate most = Estimate.of(call);
        if (most.isNothing()) {
            return experts.call(call, context);
        }
        failures.requireGranted(ledger.reserve(request.queryId(), call.idempotencyKey(), most.tokens(), most.micros()), request.key());
        ExpertOutcome outcome = experts.call(call, context);
        if (outcome instanceof ExpertOutcome.Failure) {
            ledger.release(request.queryId(), call.idempotencyKey());
        }
        return outcome;
    }

    private StepReport answered(StepRequest request, Plan.Step step, ExpertRequest call, List<ContentHash> images, Reply reply,
            boolean cached, Instant started) {
        Parsed parsed = Replies.parse(step.parser(), RecordedTexts.clean(reply.text()), step.labels());
        if (parsed.isEmpty()) {
            throw failed(request, ExpertOutcome.Failure.of(ExpertOutcome.Kind.UNUSABLE_REPLY,
                    "the reply of " + call.expert().name() + " holds no text after its thoughts are removed"), started);
        }
        Made made = switch (step.kind()) {
            case ZOOM -> Zoom.crop(step, parsed, call, images, pictures);
            case DETECT -> Detection.located(parsed, reply, call, images, pictures);
            case READ_TEXT, CAPTION, DRAW_BOXES, ASK, CLASSIFY, VERIFY, EVALUATE, RUN_CODE, REPEAT ->
                new Made(parsed.text(), parsed.value(), parsed.json().isEmpty() ? reply.data().orElse("{}") : parsed.json(), List.of());
        };
        Duration latency = reply.latency();
        return record(request, made, call.expert().name(), texts.store(requestJson(call, images)), cached ? 0 : reply.inputTokens(),
                cached ? 0 : reply.outputTokens(), cached ? 0 : reply.costMicros(), latency.toMillis(), cached, started);
    }

    private StepReport record(StepRequest request, Made made, Instant started) {
        long tookMs = Duration.between(started, clock.instant()).toMillis();
        return record(request, made, "", Stored.EMPTY, 0, 0, 0, tookMs, false, started);
    }

    private StepReport record(StepRequest request, Made made, String expert, Stored sent, long inputTokens, long outputTokens,
            long costMicros, long latencyMs, boolean cached, Instant started) {
        StepCall call = request.call();
        StepRow row = new StepRow(request.key(), request.queryId(), request.turn(), call.id(),
                call.kind().name().toLowerCase(java.util.Locale.ROOT),
                request.leaf(), request.asked(), expert, sent, texts.store(RecordedTexts.clean(made.text())),
                RecordedTexts.clean(made.value()), made.json(), made.images(),
                inputTokens, outputTokens, costMicros, Math.max(0, latencyMs), attempt(), cached, started, clock.instant());
        StepRow recorded = OutagePatience.DEFAULT.record(() -> history.recordStep(row), () -> Thread.currentThread().isInterrupted());
        return report(remembered.remember(recorded), false);
    }

    private RuntimeException failed(StepRequest request, ExpertOutcome.Failure failure, Instant started) {
        recordFailure(request, ExpertFailures.of(failure.kind()), failure.message(), failure.status(), started);
        return failures.expert(failure, attempt());
    }

    private void recordFailure(StepRequest request, String type, String message, int status, Instant started) {
        Instant now = clock.instant();
        history.recordFailure(new FailureRow(request.key(), request.queryId(), request.turn(), request.call().id(), request.expert(),
                type, RecordedTexts.clean(message), status, attempt(), Math.max(0, Duration.between(started, now).toMillis()), now));
    }

    private static int attempt() {
        return Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    }

    private StepReport report(StepRow row, boolean recorded) {
        String reply = row.reply().text().orElse("(long reply, " + row.reply().hash().map(Object::toString).orElse("") + ")");
        String line = reply.strip().replaceAll("\\s+", " ");
        String preview = line.length() <= PREVIEW_LENGTH ? line : line.substring(0, PREVIEW_LENGTH - 1) + "…";
        return new StepReport(StepResult.done(row.call(), row.value()), row.expert(), preview, row.latencyMs(), recorded);
    }

    private PromptInput given(StepRequest request, QueryRow query, List<StepRow> earlier) {
        List<EarlierStep> done = earlier.stream()
                .map(row -> new EarlierStep(row.call(), texts.read(row.reply()), row.value(), row.result())).toList();
        return new PromptInput(query.question(), request.input(), query.images().size(), request.routed(), done);
    }

    private static Map<String, String> parameters(StepRequest request, Plan.Step step) {
        Map<String, String> parameters = new LinkedHashMap<>(step.parameters());
        parameters.put("leaf", request.leaf());
        if (!step.labels().isEmpty()) {
            parameters.put("labels", String.join("\n", step.labels()));
        }
        return parameters;
    }

    /** After its call a grounding model has nothing more to say that is read. */
    private static List<String> stop(Plan.Step step) {
        return step.kind() == Plan.Kind.ZOOM ? List.of("</tool_call>", "</answer>") : List.of();
    }

    private static Made evaluated(Plan.Step step, PromptInput given) {
        Scenes.Worked worked = Scenes.evaluate(step, given.earlier());
        return new Made(worked.text(), worked.value(), worked.json(), List.of());
    }

    private static List<ContentHash> limited(List<ContentHash> images, int most) {
        return images.size() <= most ? images : List.copyOf(images.subList(0, most));
    }

    private static Task task(Plan.Kind kind) {
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

    /** What was sent, for the audit: images by hash, never a credential. */
    private static String requestJson(ExpertRequest call, List<ContentHash> images) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("task", call.capability());
        node.put("expert", call.expert().name());
        call.expert().model().ifPresent(m -> node.put("model", m));
        node.put("system", RecordedTexts.clean(call.system()));
        node.put("prompt", RecordedTexts.clean(call.prompt()));
        node.put("question", RecordedTexts.clean(call.question()));
        ObjectNode parameters = node.putObject("parameters");
        new java.util.TreeMap<>(call.parameters()).forEach(parameters::put);
        ArrayNode hashes = node.putArray("images");
        images.forEach(h -> hashes.add(h.value()));
        node.put("max_output_tokens", call.maxOutputTokens());
        node.put("temperature", call.expert().temperature());
        node.put("idempotency_key", call.idempotencyKey());
        return node.toString();
    }

    /** What a step made of a reply, or without one. */
    record Made(String text, String value, String json, List<ContentHash> images) {
        Made {
            images = List.copyOf(new ArrayList<>(images));
        }
    }

    /** The most a call may use: 4 characters a token, and the tokens of a megapixel for each image. */
    record Estimate(long tokens, long micros) {
        private static final long TOKENS_PER_IMAGE = 1_400;

        static Estimate of(ExpertRequest call) {
            if (call.expert().kind() == Expert.Kind.EMBEDDED) {
                return new Estimate(0, call.expert().price().micros(0, 0));
            }
            long input = (call.system().length() + call.prompt().length()) / 4 + TOKENS_PER_IMAGE * call.images().size() + 16;
            return new Estimate(input + call.maxOutputTokens(), call.expert().price().micros(input, call.maxOutputTokens()));
        }

        boolean isNothing() {
            return tokens == 0 && micros == 0;
        }
    }
}
