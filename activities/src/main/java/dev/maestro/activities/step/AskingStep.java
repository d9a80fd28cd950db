package dev.maestro.activities.step;

import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.record.KnownToAnswer;
import dev.maestro.activities.record.OutagePatience;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.record.StepOutput;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.FailureTable;
import dev.maestro.experts.Reply;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.replies.Parsed;
import dev.maestro.skills.replies.Replies;
import java.util.OptionalLong;

/**
 * A step that asks an expert or a service. In a replay the recorded reply to the same request stands for asking; what a
 * service said of an image before stands for asking it again. Thread-safe.
 */
public final class AskingStep implements StepRunner {
    private final ExpertCallWriter writer;
    private final Replays replays;
    private final ServiceCache services;
    private final MeteredExperts experts;
    private final QueryImages images;
    private final RecordedTexts texts;
    private final KnownToAnswer known;

    public AskingStep(ExpertCallWriter writer, Replays replays, ServiceCache services, MeteredExperts experts, QueryImages images,
            RecordedTexts texts, KnownToAnswer known) {
        this.writer = writer;
        this.replays = replays;
        this.services = services;
        this.experts = experts;
        this.images = images;
        this.texts = texts;
        this.known = known;
    }

    @Override
    public StepEnd run(StepWork work, StepAttempt attempt) {
        ExpertCall call = writer.write(work);
        return switch (replays.find(work, call)) {
            case Replays.Found.Replied(StepRow row) -> repeated(row);
            case Replays.Found.Failed(var row) -> throw TemporalFailures.repeated(row.failure(), row.message());
            case Replays.Found.NoReplay() -> asked(work, call, attempt, () -> {});
            case Replays.Found.Nothing(var conditions, String why) ->
                asked(work, call, attempt, () -> replays.diverge(conditions, work, why, call));
        };
    }

    /** The reply that the replayed query had to the same request: it costs nothing, and took as long as it took. */
    private StepEnd repeated(StepRow row) {
        return new StepEnd.Made(new StepOutput(texts.read(row.reply()), row.value(), row.result(), row.images()),
                new StepEnd.Reply(row.expert(), row.request(), 0, 0, 0, OptionalLong.of(row.latencyMs()), true));
    }

    /** @param before done only when somebody is really asked */
    private StepEnd asked(StepWork work, ExpertCall call, StepAttempt attempt, Runnable before) {
        ServiceCache.Outcome outcome = services.call(work.step(), call.request(), call.hashes(), () -> {
            before.run();
            return experts.call(call.request(), attempt);
        });
        return switch (outcome.outcome()) {
            // A reply in hand outlasts an outage of the database: what is stored for it is stored when that is over.
            case ExpertOutcome.Answered(Reply reply) -> OutagePatience.REPLY_IN_HAND.record(
                    () -> answered(work, call, reply, outcome.cached()), () -> Thread.currentThread().isInterrupted());
            case ExpertOutcome.Failure failure -> {
                if (attempt.context().cancelled()) {
                    throw TemporalFailures.givenUp(work.request().key());
                }
                yield failed(call, failure);
            }
        };
    }

    private StepEnd answered(StepWork work, ExpertCall call, Reply reply, boolean cached) {
        Parsed parsed = Replies.parse(work.step().parser(), RecordedTexts.clean(reply.text()), work.step().labels());
        if (parsed.isEmpty()) {
            return failed(call, ExpertOutcome.Failure.of(FailureKind.UNUSABLE_REPLY,
                    "the reply of " + call.request().expert().name() + " holds no text after its thoughts are removed"));
        }
        StepOutput output = switch (work.step().kind()) {
            case ZOOM -> Zoom.crop(work.step(), parsed, call, images);
            case DETECT -> Detection.located(parsed, reply, call, images);
            case READ_TEXT, CAPTION, DRAW_BOXES, ASK, CLASSIFY, VERIFY, EVALUATE, RUN_CODE, REPEAT ->
                new StepOutput(CutReply.marked(parsed.text(), reply.finishReason()), parsed.value(),
                        parsed.json().isEmpty() ? reply.data().orElse("{}") : parsed.json());
        };
        return new StepEnd.Made(output, new StepEnd.Reply(call.request().expert().name(), texts.store(call.json()),
                cached ? 0 : reply.inputTokens(), cached ? 0 : reply.outputTokens(), cached ? 0 : reply.costMicros(),
                OptionalLong.of(reply.latency().toMillis()), cached));
    }

    private StepEnd failed(ExpertCall call, ExpertOutcome.Failure failure) {
        boolean worthWaiting = FailureTable.passes(failure) && known.expert(call.request().expert().name());
        return new StepEnd.Failed(ExpertErrors.of(failure.kind()).name(), failure.message(), failure.status(),
                attempts -> TemporalFailures.expert(failure, attempts, worthWaiting));
    }
}
