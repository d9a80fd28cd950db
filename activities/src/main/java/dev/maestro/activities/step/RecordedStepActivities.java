package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities;
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

    public RecordedStepActivities(StepReading reading, StepRunners runners, StepRecording recording) {
        this.reading = reading;
        this.runners = runners;
        this.recording = recording;
    }

    @Override
    public StepReport run(StepRequest request) {
        Optional<StepReport> found = recording.found(request);
        if (found.isPresent()) {
            return found.get();
        }
        Instant started = recording.now();
        StepWork work = reading.of(request);
        return switch (runners.of(work.step().kind()).run(work)) {
            case StepEnd.Made made -> recording.record(request, made, started);
            case StepEnd.Failed failed -> {
                recording.record(request, failed, started);
                throw failed.failure();
            }
        };
    }
}
