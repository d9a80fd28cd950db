package dev.maestro.training.questions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Profile;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policylocal.LocalModel;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.training.run.Learner;
import dev.maestro.training.run.LearnerFactory;
import dev.maestro.training.run.RecipeProvider;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.workflows.worker.TrainerServices;
import dev.maestro.workflows.worker.TrainingData;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs that learn from questions. */
public final class QuestionRecipes implements RecipeProvider {
    private static final Limits STANDARD = Limits.DEFAULT;

    @Override
    public String task() {
        return QuestionSettings.TASK;
    }

    /** Looks at the checkpoint as well, so that one that cannot be used is refused before anything is started. */
    @Override
    public JsonNode settings(Map<String, String> given) {
        QuestionSettings settings = QuestionSettings.of(given);
        Path model = Path.of(settings.model()).toAbsolutePath().normalize();
        LocalModel.check(model, loading(settings, TorchSettings.standard()));
        settings.requireVocabulary(ModelConfig.read(model).text().vocabularySize());
        QuestionSettings found = QuestionSettings.of(with(given, "model", model.toString()));
        if (settings.sft().data().isEmpty()) {
            return found.json();
        }
        Path shown = Path.of(settings.sft().data()).toAbsolutePath().normalize();
        String digest = Demonstrations.digest(shown);
        // Read once: a bad line is refused before anything is started.
        Demonstrations.read(shown, digest, model).close();
        return found.showing(shown.toString(), digest).json();
    }

    private static Map<String, String> with(Map<String, String> given, String key, String value) {
        Map<String, String> all = new java.util.HashMap<>(given);
        all.put(key, value);
        return all;
    }

    @Override
    public Optional<TrainingData> data(JsonNode said) {
        QuestionSettings settings = QuestionSettings.read(said);
        Limits limits = new Limits(settings.turns(), STANDARD.tokens(), STANDARD.micros(), STANDARD.wallMs());
        return Optional.of(new TrainingData(settings.data(), Optional.of(settings.validation()).filter(name -> !name.isEmpty()),
                settings.source(), Profile.of(settings.profile()), settings.scorer(), settings.onlyExperts(), limits,
                settings.concurrency(), settings.seed()));
    }

    @Override
    public LearnerFactory learners(TrainerServices services) {
        return new LearnerFactory() {
            @Override
            public Learner begin(Run run) {
                return made(run, computing -> host -> QuestionLearner.begin(settings(run), host, folder(run), computing));
            }

            @Override
            public Learner resume(Run run, Path state) {
                return made(run, computing -> host -> QuestionLearner.resume(settings(run), host, folder(run), computing, state));
            }

            private Learner made(Run run, Function<TrainerSettings, Function<AskingHost, Learner>> learner) {
                QuestionSettings settings = settings(run);
                TorchSettings torch = TorchSettings.of(services.natives());
                AskingHost host = new QueryHost(services, run.name(), settings,
                        new DecidingWorker(services, run.name(), loading(settings, torch), new DecisionSettings(settings.concurrency(),
                                settings.temperature(), settings.seed(), settings.replyTokens(), settings.grammar(), 0)));
                try {
                    return learner.apply(computing(settings, torch)).apply(host);
                } catch (RuntimeException e) {
                    host.close();
                    throw e;
                }
            }

            private static QuestionSettings settings(Run run) {
                return QuestionSettings.read(run.settings());
            }

            private Path folder(Run run) {
                return services.home().resolve(run.name());
            }
        };
    }

    private static LoadOptions loading(QuestionSettings settings, TorchSettings torch) {
        return LoadOptions.standard().on(LoadOptions.device(settings.device())).in(type(settings)).with(torch);
    }

    private static DataType type(QuestionSettings settings) {
        return DataType.ofWritten(settings.type()).orElseThrow();
    }

    private static TrainerSettings computing(QuestionSettings settings, TorchSettings torch) {
        TrainerSettings trainer = TrainerSettings.standard().with(torch).in(type(settings)).recomputing(settings.recompute())
                .inMicroBatchesOf(settings.microBatch());
        LoadOptions.Device device = LoadOptions.device(settings.device());
        return device.kind().equals("cuda") ? trainer.onCuda(device.index()) : trainer;
    }
}
