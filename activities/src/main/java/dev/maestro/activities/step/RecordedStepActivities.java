package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.record.CallFences;
import dev.maestro.core.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * {@link StepActivities} on the database: a step that is recorded is not done again. Reading, doing and recording are
 * classes of their own, and a request passes through each of them once.
 */
public final class RecordedStepActivities implements StepActivities {
    private final StepReading reading;
    private final StepRunners runners;
    private final StepRecording recording;
    private final CallFences fences;
    private final StepsUnderWay underWay;

    /** @param shortStep after which a step that was taken for short is handed over to a regular activity */
    public RecordedStepActivities(StepReading reading, StepRunners runners, StepRecording recording, CallFences fences,
            Duration shortStep) {
        this.reading = reading;
        this.runners = runners;
        this.recording = recording;
        this.fences = fences;
        this.underWay = new StepsUnderWay(shortStep);
    }

    @Override
    public StepReport run(StepRequest request) {
        int attempt = TemporalFailures.attempt();
        return underWay.run(request.key().asking(request.expert()), context -> done(request, attempt, context));
    }

    private StepReport done(StepRequest request, int attempt, CallContext context) {
        Optional<StepReport> found = recording.found(request);
        if (found.isPresent()) {
            return found.get();
        }
        Instant started = recording.now();
        StepWork work = reading.of(request);
        try (CallFences.Fence fence = fences.of(request.queryId(), request.key().toString())) {
            return switch (runners.of(work.step().kind()).run(work, new StepAttempt(context, fence))) {
                case StepEnd.Made made -> {
                    StepReport report = recording.record(request, made, attempt, started);
                    fence.recorded();
                    yield report;
                }
                case StepEnd.Failed failed -> {
                    int attempts = recording.record(request, failed, started);
                    throw failed.failure().apply(attempts);
                }
            };
        } catch (CallFences.RecordedMeanwhileException _) {
            return recording.standing(request);
        }
    }
}
