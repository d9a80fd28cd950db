package dev.maestro.training.questions;

import dev.maestro.core.CallContext;
import dev.maestro.core.ContentHash;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.product.ProductPolicy;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.CheckpointShape;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.policy.Action;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policylocal.DrawnTokens;
import dev.maestro.policylocal.LocalModel;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.training.questions.AskedQuestion.Attempt;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.RandomStart;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Questions of the benchmark's world, asked in this process through the product's policy, by weights that are really served. */
final class WorldHost implements AskingHost {
    private static final CheckpointShape SHAPE = new CheckpointShape(32, 2, 2, 2, 16, 48);

    private final QuestionSettings settings;
    private final OrchestraWorld world = new OrchestraWorld(3);
    /** By name of the asking: whether no query comes to an end, since nobody can be reached. */
    private final Predicate<String> outage;
    final List<String> asked = new ArrayList<>();
    private Optional<LocalModel> model = Optional.empty();
    private Optional<Path> served = Optional.empty();

    WorldHost(QuestionSettings settings, Predicate<String> outage) {
        this.settings = settings;
        this.outage = outage;
    }

    /** Writes a small checkpoint that knows the words of the world and nothing else. */
    static Path checkpoint(Path folder) {
        Path skeleton = folder.resolve("skeleton");
        CheckpointFiles.write(skeleton, SHAPE, OrchestraTokenizer.standard());
        Path model = folder.resolve("model");
        try (QwenTrainer trainer = QwenTrainer.random(ModelConfig.read(skeleton), RandomStart.READING, 1, TrainerSettings.standard())) {
            trainer.save(model, into -> CheckpointFiles.write(into, SHAPE, OrchestraTokenizer.standard()));
        }
        return model;
    }

    @Override
    public List<Long> questions() {
        return LongStream.range(0, 12).boxed().toList();
    }

    @Override
    public List<Long> validation() {
        return List.of();
    }

    @Override
    public void serve(Path folder) {
        served = Optional.of(folder);
    }

    /** Anew for each asking: what an engine remembers of earlier prompts changes the last digits. */
    private void load(Path folder) {
        model.ifPresent(LocalModel::close);
        model = Optional.of(LocalModel.loadRecording(folder, LoadOptions.standard().in(DataType.FLOAT32).withCacheTokens(4_096),
                new DecisionSettings(1, 1, 0, 24, true, 0)));
    }

    @Override
    public List<AskedQuestion> ask(String name, List<Long> indexes, long seed) {
        asked.add(name);
        load(served.orElseThrow());
        List<AskedQuestion> all = new ArrayList<>();
        for (long index : indexes) {
            OrchestraTask task = world.task(OrchestraSplit.TRAIN, index, TaskOptions.STANDARD);
            List<Attempt> attempts = new ArrayList<>();
            for (int attempt = 1; attempt <= settings.rollouts(); attempt++) {
                attempts.add(attempt(name, task, index, attempt, seed * 1_003 + index * 31 + attempt));
            }
            all.add(new AskedQuestion(index, List.of(), attempts));
        }
        return all;
    }

    private Attempt attempt(String name, OrchestraTask task, long index, int attempt, long seed) {
        List<HeardReply> history = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        List<DrawnTokens> turns = new ArrayList<>();
        while (true) {
            Transcript plain = ProductPolicy.transcript(task, history);
            Transcript transcript = new Transcript(plain.queryId(), plain.profile(), plain.question(), plain.images(), plain.facts(),
                    plain.turns(), plain.turnsLeft(), plain.maxOutputTokens(), plain.snapshot(), plain.unavailable(),
                    Optional.of(new Transcript.Randomness(settings.temperature(), seed)));
            PolicyOutcome.Decided decided = (PolicyOutcome.Decided) model.orElseThrow().policy().next(transcript, CallContext.NONE);
            turns.add(DrawnTokens.read(decided.generation().orElseThrow()));
            switch (decided.action()) {
                case Action.Call(String expert, String skill, String input) -> {
                    List<String> experts = task.panel().experts().stream().map(e -> e.name()).toList();
                    List<String> skills = task.panel().skills().stream().map(s -> s.name()).toList();
                    history.add(Play.heard(task, new Move.Call(experts.indexOf(expert), skills.indexOf(skill),
                            Optional.of(input.strip()).filter(OrchestraWorld.VALUES::contains))));
                    calls.add(new Call(turns.size(), expert, skill, skill, ObservationKind.EVIDENCE, "", List.of(expert), 1, 0, 0, 0));
                }
                case Action.Answer(String text) -> {
                    PlayedTask played = PlayedTask.of(task, history, text.strip());
                    return new Attempt(result(outage.test(name), task, index, attempt, text, played.right(), calls, turns.size()), turns);
                }
                case Action.Invalid invalid -> throw new AssertionError("the grammar lets none through: " + invalid);
            }
        }
    }

    private static SampleResult result(boolean failed, OrchestraTask task, long index, int attempt, String text, boolean right,
            List<Call> calls,
            int turns) {
        Score score = new Score(right ? 1 : 0, 0, right ? 1 : 0, "");
        return new SampleResult("e", index, attempt, task.id(), "orchestra", task.question(), List.of(), List.of(task.truth()),
                "q-" + index + "-" + attempt, failed ? QueryStatus.FAILED : QueryStatus.ANSWERED, Optional.of(text),
                failed ? "WALL_TIME_EXCEEDED" : "", "", Optional.of(score), Optional.of(score),
                right,
                calls, turns, calls.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, "", Instant.EPOCH, Instant.EPOCH, 0, failed);
    }

    @Override
    public double validate(String name) {
        throw new AssertionError("there is nothing to validate with");
    }

    @Override
    public List<byte[]> images(List<ContentHash> hashes) {
        return List.of();
    }

    @Override
    public void close() {
        model.ifPresent(LocalModel::close);
        model = Optional.empty();
    }
}
