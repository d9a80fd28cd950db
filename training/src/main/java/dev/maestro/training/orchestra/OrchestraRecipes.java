package dev.maestro.training.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.training.run.Learner;
import dev.maestro.training.run.LearnerFactory;
import dev.maestro.training.run.RecipeProvider;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.workflows.worker.TrainerServices;
import java.nio.file.Path;
import java.util.Map;

/** The recipe for the benchmark orchestra, on one thread: results are the same bit for bit each time. */
public final class OrchestraRecipes implements RecipeProvider {
    @Override
    public String task() {
        return OrchestraSettings.TASK;
    }

    @Override
    public JsonNode settings(Map<String, String> given) {
        return OrchestraSettings.of(given).json();
    }

    @Override
    public LearnerFactory learners(TrainerServices services) {
        TrainerSettings trainer = TrainerSettings.standard().with(TorchSettings.of(services.natives()).with(1));
        return new LearnerFactory() {
            @Override
            public Learner begin(Run run) {
                OrchestraSettings settings = OrchestraSettings.read(run.settings());
                return OrchestraLearner.begin(settings.recipe(), settings.seed(), scratch(run), trainer);
            }

            @Override
            public Learner resume(Run run, Path state) {
                OrchestraSettings settings = OrchestraSettings.read(run.settings());
                return OrchestraLearner.resume(settings.recipe(), settings.seed(), scratch(run), trainer, state);
            }

            private Path scratch(Run run) {
                return services.home().resolve(run.name()).resolve("skeleton");
            }
        };
    }
}
