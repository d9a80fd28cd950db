package dev.maestro.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.TrainerHost;
import dev.maestro.workflows.worker.TrainerServices;
import dev.maestro.workflows.worker.TrainingData;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@link TrainerHost} on a queue of the engine. */
public final class EngineTrainerHost implements TrainerHost {
    /** What a crash costs at most. Saving a state of a small model takes milliseconds. */
    private static final Duration CHUNK = Duration.ofSeconds(15);

    private final Recipes recipes = new Recipes();

    @Override
    public JsonNode settings(Map<String, String> given) {
        return recipes.given(given).settings(given);
    }

    @Override
    public Optional<TrainingData> data(JsonNode settings) {
        return recipes.read(settings).data(settings);
    }

    @Override
    public AutoCloseable start(TrainerServices services) {
        RecordedTrainingActivities activities = new RecordedTrainingActivities(services.trainings(), recipes.learners(services),
                services.home(), CHUNK, InstantSource.system());
        WorkerFactory factory = WorkerFactory.newInstance(services.client());
        Worker worker = factory.newWorker(TaskQueues.TRAINING, WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(1)
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .setDefaultHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .build());
        worker.registerActivitiesImplementations(activities);
        factory.start();
        return () -> {
            factory.shutdownNow();
            factory.awaitTermination(20, TimeUnit.SECONDS);
            activities.close();
        };
    }
}
