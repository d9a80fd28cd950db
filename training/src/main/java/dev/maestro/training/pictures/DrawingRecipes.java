package dev.maestro.training.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.training.run.Learner;
import dev.maestro.training.run.LearnerFactory;
import dev.maestro.training.run.RecipeProvider;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.workflows.worker.TrainerServices;
import java.nio.file.Path;
import java.util.Map;

/** The recipe that learns from pictures, on one thread: results are the same bit for bit each time. */
public final class DrawingRecipes implements RecipeProvider {
    @Override
    public String task() {
        return DrawingSettings.TASK;
    }

    @Override
    public JsonNode settings(Map<String, String> given) {
        return DrawingSettings.of(given).json();
    }

    @Override
    public LearnerFactory learners(TrainerServices services) {
        TrainerSettings trainer = TrainerSettings.standard().with(TorchSettings.of(services.natives()).with(1));
        return new LearnerFactory() {
            @Override
            public Learner begin(Run run) {
                DrawingSettings settings = DrawingSettings.read(run.settings());
                return DrawingLearner.begin(settings.recipe(), settings.seed(), EmbeddedExpertProvider.all(1), folder(run), trainer);
            }

            @Override
            public Learner resume(Run run, Path state) {
                DrawingSettings settings = DrawingSettings.read(run.settings());
                return DrawingLearner.resume(settings.recipe(), settings.seed(), EmbeddedExpertProvider.all(1), folder(run), trainer,
                        state);
            }

            private Path folder(Run run) {
                return services.home().resolve(run.name());
            }
        };
    }
}
