package dev.maestro.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.workflows.worker.TrainerServices;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The tasks on the class path, by name. */
final class Recipes {
    private static final String TASK = "task";
    /** What is learned where nothing else is asked for. */
    private static final String FIRST = "orchestra";

    private final Map<String, RecipeProvider> byTask = new TreeMap<>();

    Recipes() {
        ServiceLoader.load(RecipeProvider.class, RecipeProvider.class.getClassLoader()).forEach(one -> byTask.put(one.task(), one));
    }

    /** @throws MaestroException {@code TRAINING_SETTING_INVALID} where there is no such task */
    RecipeProvider of(String task) {
        RecipeProvider recipe = byTask.get(task);
        if (recipe == null) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID,
                    "task \"" + task + "\" is not known." + NearestNames.sentence(task, List.copyOf(byTask.keySet())));
        }
        return recipe;
    }

    RecipeProvider given(Map<String, String> settings) {
        return of(settings.getOrDefault(TASK, FIRST).strip());
    }

    RecipeProvider read(JsonNode settings) {
        return of(settings.path(TASK).asText(FIRST));
    }

    /** Each run has the learner of its task. */
    LearnerFactory learners(TrainerServices services) {
        Map<String, LearnerFactory> made = new HashMap<>();
        return new LearnerFactory() {
            private LearnerFactory of(Run run) {
                RecipeProvider recipe = read(run.settings());
                return made.computeIfAbsent(recipe.task(), _ -> recipe.learners(services));
            }

            @Override
            public Learner begin(Run run) {
                return of(run).begin(run);
            }

            @Override
            public Learner resume(Run run, Path state) {
                return of(run).resume(run, state);
            }
        };
    }
}
