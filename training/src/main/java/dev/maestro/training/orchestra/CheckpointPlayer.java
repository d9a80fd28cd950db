package dev.maestro.training.orchestra;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.text.OfferedValues;
import dev.maestro.orchestra.text.TranscriptMachine;
import dev.maestro.orchestra.text.TranscriptMachine.Due;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Plays the benchmark's tasks by a checkpoint: at each decision the likeliest of the alternatives' first tokens is taken. Some dozens of
 * tasks are played side by side. Takes the model's memory until it is closed. Not thread-safe.
 */
final class CheckpointPlayer implements CheckpointPlayers.Player {
    private static final int TOGETHER = 64;

    private final Tokenizer tokenizer;
    private final Engine engine;
    private final Map<String, int[]> encoded = new HashMap<>();

    private CheckpointPlayer(Tokenizer tokenizer, Engine engine) {
        this.tokenizer = tokenizer;
        this.engine = engine;
    }

    static CheckpointPlayer load(Path folder, LoadOptions options) {
        QwenModel.check(folder, options);
        Tokenizer tokenizer = Tokenizer.of(folder);
        try {
            require(tokenizer, folder);
            QwenModel model = QwenModel.load(folder, options);
            EngineSettings bounds = EngineSettings.within(model.cacheTokens() * model.bytesPerToken()).running(TOGETHER);
            return new CheckpointPlayer(tokenizer, Engine.start(model, tokenizer, bounds));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static void require(Tokenizer tokenizer, Path folder) {
        for (String token : List.of(ActionText.TURN, ActionText.SEARCH, ActionText.ANSWER, ActionText.WITH)) {
            if (tokenizer.id(token).isEmpty()) {
                throw new MaestroException(OrchestraErrors.TOKENIZER_UNSUITABLE, folder + " has no token \"" + token
                        + "\". The benchmark takes checkpoints that were trained for it; docs/orchestra.md says how they are laid out.");
            }
        }
    }

    @Override
    public List<PlayedTask> play(List<OrchestraTask> tasks) {
        List<PlayedTask> played = new ArrayList<>();
        for (int from = 0; from < tasks.size(); from += TOGETHER) {
            List<Playing> together = tasks.subList(from, Math.min(tasks.size(), from + TOGETHER)).stream().map(Playing::new).toList();
            while (together.stream().anyMatch(each -> each.machine.played().isEmpty())) {
                List<Runnable> decided = together.stream().filter(each -> each.machine.played().isEmpty()).map(Playing::ask).toList();
                decided.forEach(Runnable::run);
            }
            together.forEach(each -> played.add(each.machine.played().orElseThrow()));
        }
        return List.copyOf(played);
    }

    /** One task under way, with everything the model has read of it. */
    private final class Playing {
        private final TranscriptMachine machine;
        private TokenPrompt read;

        Playing(OrchestraTask task) {
            this.machine = new TranscriptMachine(task, OfferedValues.HEARD);
            this.read = TokenPrompt.text(tokenizer.encode(task.prompt() + ActionText.TURN));
        }

        /** Asks the model; what comes back waits for the decision and takes it. */
        Runnable ask() {
            Due.Choice choice = (Due.Choice) machine.due();
            read = read.extendedBy(encode(choice.forced()));
            List<int[]> ways = choice.alternatives().stream().map(CheckpointPlayer.this::encode).toList();
            List<Integer> first = ways.stream().map(way -> way[0]).toList();
            if (new HashSet<>(first).size() < first.size()) {
                throw new MaestroException(OrchestraErrors.TOKENIZER_UNSUITABLE,
                        "of " + choice.alternatives()
                                + " two begin with the same token. Give a checkpoint that was trained for the benchmark.");
            }
            Generation generation = engine.submit(GenerationRequest.of(read, 1).within(OneOfTokens.of(first))
                    .inConversation(machine.task().id()));
            return () -> take(generation, ways, first);
        }

        private void take(Generation generation, List<int[]> ways, List<Integer> first) {
            switch (generation.outcome().join()) {
                case Finished finished -> {
                    int chosen = first.indexOf(finished.tokens().getFirst().id());
                    read = read.extendedBy(ways.get(chosen));
                    machine.choose(chosen);
                }
                case Failed failed -> throw new MaestroException(OrchestraErrors.DECISION_FAILED,
                        "task " + machine.task().id() + ": " + failed.failure() + ", " + failed.message() + ".");
            }
        }
    }

    /** The benchmark writes few different pieces. */
    private int[] encode(String text) {
        return text.isEmpty() ? new int[0] : encoded.computeIfAbsent(text, tokenizer::encode);
    }

    @Override
    public void close() {
        engine.close();
        tokenizer.close();
    }
}
