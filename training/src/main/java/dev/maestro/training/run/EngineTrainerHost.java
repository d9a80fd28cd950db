package dev.maestro.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.TrainerHost;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** {@link TrainerHost} on a queue of the engine. */
public final class EngineTrainerHost implements TrainerHost {
    /** What a crash costs at most. Saving a state of a small model takes milliseconds. */
    private static final Duration CHUNK = Duration.ofSeconds(15);

    @Override
    public JsonNode settings(Map<String, String> given) {
        return recipes().settings(given);
    }

    private static RecipeProvider recipes() {
        return ServiceLoader.load(RecipeProvider.class, RecipeProvider.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IllegalStateException("maestro-training has no recipe on board"));
    }

    @Override
    public AutoCloseable start(WorkflowClient client, TrainingStore store, Path home, NativesSettings natives) {
        RecordedTrainingActivities activities = new RecordedTrainingActivities(store, recipes().learners(home, natives), home, CHUNK,
                InstantSource.system());
        WorkerFactory factory = WorkerFactory.newInstance(client);
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
