package dev.maestro.training.questions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.training.grpo.CollapseAlarm;
import dev.maestro.training.grpo.CollapseSettings;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.GroupVerdict;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.questions.AskedQuestion.Attempt;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Rollout;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.run.Learner;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.PromptImages;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.SavedFolder;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.training.torch.UpdateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checkpoint learns from questions by GRPO: in each step some are asked several times by the weights as they are, through the loop that
 * serves, and the weights move towards what did better than its group. Groups that teach nothing are replaced a bounded number of times;
 * what failed for other reasons than the policy leaves the loss and the baseline. A step that is taken again finds its queries recorded.
 */
final class QuestionLearner implements Learner {
    private static final String STATE = "learner.json";
    private static final String STAGE = "questions";
    private static final String SUPERVISED = "sft";

    private final QuestionSettings settings;
    private final AskingHost host;
    private final QwenTrainer trainer;
    private final Optional<ImageProcessor> eyes;
    private final Path serving;
    private final GrpoSettings grpo;
    private final List<Long> questions;
    private final Optional<Demonstrations> demonstrations;
    private Optional<String> served = Optional.empty();
    private Progress progress;

    /**
     * Where a learner stands.
     *
     * @param shown   steps taken from demonstrations
     * @param step    steps taken from questions
     * @param drawn   questions taken from the data so far, all epochs together
     * @param entropy coefficients by kind
     * @param alarm   what the alarm has seen
     */
    record Progress(long shown, long step, long drawn, Map<DecisionKind, Double> entropy, CollapseAlarm.State alarm) {}

    private QuestionLearner(QuestionSettings settings, AskingHost host, Path folder, TrainerSettings computing) {
        this.settings = settings;
        this.host = host;
        this.serving = folder.resolve("serving");
        this.grpo = settings.grpo();
        this.questions = host.questions();
        if (questions.size() < settings.prompts()) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, "prompts " + settings.prompts() + ", and there are "
                    + questions.size() + " questions. Give more data, or fewer prompts a step.");
        }
        Path model = Path.of(settings.model());
        this.eyes = ImageProcessor.of(model);
        this.demonstrations = Optional.of(settings.sft()).filter(sft -> !sft.data().isEmpty())
                .map(sft -> Demonstrations.read(Path.of(sft.data()), sft.digest(), model));
        this.trainer = QwenTrainer.open(model, computing);
        if (grpo.needsReferenceModel()) {
            trainer.keepReference();
        }
        this.progress = new Progress(0, 0, 0, EntropyCoefficients.start(settings.entropy()).values(), CollapseAlarm.State.start());
    }

    /** @param folder of the run */
    static QuestionLearner begin(QuestionSettings settings, AskingHost host, Path folder, TrainerSettings computing) {
        return new QuestionLearner(settings, host, folder, computing);
    }

    static QuestionLearner resume(QuestionSettings settings, AskingHost host, Path folder, TrainerSettings computing, Path state) {
        QuestionLearner learner = new QuestionLearner(settings, host, folder, computing);
        try {
            JsonNode said = Json.MAPPER.readTree(state.resolve(STATE).toFile());
            learner.trainer.loadState(state);
            learner.progress = Json.MAPPER.treeToValue(said, Progress.class);
            return learner;
        } catch (IOException e) {
            learner.close();
            throw new MaestroException(TrainingErrors.TRAINING_STATE_INVALID,
                    "the state in " + state + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            learner.close();
            throw e;
        }
    }

    @Override
    public long step() {
        return progress.shown() + progress.step();
    }

    @Override
    public boolean isFinished() {
        return progress.shown() >= supervisedSteps() && progress.step() >= settings.steps();
    }

    private int supervisedSteps() {
        return demonstrations.map(all -> settings.sft().steps() > 0
                ? settings.sft().steps()
                : Math.ceilDiv(all.size(), settings.sft().batch())).orElse(0);
    }

    /** What a step has heard so far. */
    private static final class Heard {
        private final List<AskedQuestion> asked = new ArrayList<>();
        private final List<List<Rollout>> groups = new ArrayList<>();
        private final Map<String, List<byte[]>> images = new HashMap<>();
        private final Deque<Long> putBack = new ArrayDeque<>();
        private int teaching;
    }

    @Override
    public StepReport next() {
        return progress.shown() < supervisedSteps() ? show() : ask();
    }

    private StepReport show() {
        int at = (int) progress.shown();
        int steps = supervisedSteps();
        SftBatch batch = demonstrations.orElseThrow().batch(at, settings.sft().batch(), settings.seed());
        UpdateResult result = trainer.step(batch, settings.optimiser().at(settings.sft().learningRate()));
        progress = new Progress(at + 1L, 0, 0, progress.entropy(), progress.alarm());
        boolean last = at + 1 >= steps;
        if (last) {
            // What is learned next is learned from something else.
            trainer.restartOptimiser();
        }
        return new StepReport(SUPERVISED, Map.of("loss", result.loss(), "right", result.right(), "norm", result.norm()), List.of(),
                Optional.empty(), last,
                String.format(Locale.ROOT, "demonstrations: step %d of %d, loss %.4f", at + 1, steps, result.loss()));
    }

    private StepReport ask() {
        long step = progress.step() + 1;
        serve();
        Heard heard = new Heard();
        long drawn = progress.drawn();
        for (int round = 0; round <= settings.refills() && heard.teaching < settings.prompts(); round++) {
            List<Long> indexes = new ArrayList<>();
            while (indexes.size() < settings.prompts() - heard.teaching) {
                indexes.add(heard.putBack.isEmpty() ? question(drawn++) : heard.putBack.poll());
            }
            hear(heard, host.ask("s" + step + (round == 0 ? "" : "r" + round), distinct(indexes), settings.seed() + step * 1_009 + round),
                    step, round);
        }
        EntropyCoefficients entropy = new EntropyCoefficients(settings.entropy(), progress.entropy());
        GrpoBatch batch = GrpoBatch.ofRollouts(heard.groups, grpo);
        Map<String, List<PixelPatches>> patches = new HashMap<>();
        PromptImages images = group -> patches.computeIfAbsent(group, one -> heard.images.get(one).stream()
                .map(bytes -> eyes.orElseThrow().process(bytes)).toList());
        UpdateResult result = trainer.step(batch, images, entropy, settings.optimiser());
        Map<String, Double> metrics = metrics(heard, batch, result, entropy);
        CollapseAlarm alarm = new CollapseAlarm(CollapseSettings.standard(), progress.alarm());
        Optional<String> collapse = batch.isEmpty()
                ? Optional.empty()
                : alarm.after(new CollapseAlarm.Step(step, metrics.getOrDefault("reward", 0.0), watched(result.entropies()),
                        metrics.getOrDefault("largest_expert", 0.0), batch.counts().equalShare(), result.gap(), result.norm()))
                        .map(CollapseAlarm.Collapse::sentence);
        progress = new Progress(progress.shown(), step, drawn, entropy.after(result.entropies()).values(), alarm.state());
        boolean last = step >= settings.steps() || collapse.isPresent();
        if ((last || step % settings.validateEvery() == 0) && !host.validation().isEmpty()) {
            serve();
            metrics.put("validation_accuracy", host.validate("v" + step));
        }
        String milestone = String.format(Locale.ROOT, "step %d of %d, reward %.3f, right %.3f, calls %.2f, %d of %d groups learned from",
                step,
                settings.steps(), metrics.getOrDefault("reward", 0.0), metrics.getOrDefault("accuracy", 0.0),
                metrics.getOrDefault("calls", 0.0), heard.teaching, heard.groups.size());
        return new StepReport(STAGE, metrics, drawnGroups(heard.groups), collapse, last || step % settings.checkpointEvery() == 0,
                milestone);
    }

    /** A question that is put back may be drawn again in the same round. */
    private static List<Long> distinct(List<Long> indexes) {
        return indexes.stream().distinct().toList();
    }

    private void hear(Heard heard, List<AskedQuestion> asked, long step, int round) {
        for (AskedQuestion question : asked) {
            String group = "s" + step + "." + round + "/" + question.index();
            List<Rollout> rollouts = RecordedRollouts.of(question, group, served.orElseThrow(), settings);
            heard.asked.add(question);
            if (rollouts.isEmpty()) {
                heard.putBack.add(question.index());
                continue;
            }
            heard.groups.add(rollouts);
            heard.images.put(group, eyes.isPresent() ? host.images(question.images()) : List.of());
            switch (GroupVerdict.of(rollouts.stream().map(Rollout::first).toList(), grpo)) {
                case GroupVerdict.Learned _ -> heard.teaching++;
                case GroupVerdict.Equal _ -> {
                    // Another question takes its place.
                }
                case GroupVerdict.PutBack _ -> heard.putBack.add(question.index());
            }
        }
    }

    /** The questions in an order of their own in each epoch. */
    private long question(long number) {
        List<Long> order = new ArrayList<>(questions);
        Collections.shuffle(order, new Random(settings.seed() * 31 + number / order.size()));
        return order.get((int) (number % order.size()));
    }

    /** Writes the weights down and lets them decide, unless they do already. */
    private void serve() {
        String version = "%08d".formatted(trainer.steps());
        if (served.filter(version::equals).isPresent()) {
            return;
        }
        Path folder = serving.resolve(version);
        SavedFolders.delete(serving);
        trainer.save(folder);
        host.serve(folder);
        served = Optional.of(version);
    }

    private static List<DrawnGroup> drawnGroups(List<List<Rollout>> groups) {
        List<DrawnGroup> all = new ArrayList<>();
        for (List<Rollout> group : groups) {
            String task = group.getFirst().first().group();
            all.add(new DrawnGroup(task, group.stream().map(Rollout::first).toList()));
            for (Rollout rollout : group) {
                List<Trajectory> turns = rollout.turns();
                for (int i = 1; i < turns.size(); i++) {
                    all.add(new DrawnGroup(task + ", turn " + (i + 1), List.of(turns.get(i))));
                }
            }
        }
        return all;
    }

    private static Map<DecisionKind, Double> watched(Map<DecisionKind, Double> entropies) {
        Map<DecisionKind, Double> watched = new EnumMap<>(DecisionKind.class);
        watched.putAll(entropies);
        watched.keySet().retainAll(Set.of(DecisionKind.EXPERT, DecisionKind.GO_ON));
        return watched;
    }

    private Map<String, Double> metrics(Heard heard, GrpoBatch batch, UpdateResult result, EntropyCoefficients entropy) {
        Map<String, Double> metrics = new TreeMap<>();
        List<SampleResult> results = heard.asked.stream().flatMap(asked -> asked.attempts().stream()).map(Attempt::result).toList();
        List<SampleResult> valid = results.stream().filter(one -> RecordedRollouts.ending(one).isValid()).toList();
        mean(metrics, "reward", valid, one -> RecordedRollouts.reward(one, settings));
        mean(metrics, "accuracy", valid, one -> one.right() ? 1 : 0);
        mean(metrics, "calls", valid, one -> one.calls().size());
        mean(metrics, "turns", valid, SampleResult::turns);
        mean(metrics, "cost_dollars", valid, one -> one.costMicros() / 1e6);
        mean(metrics, "output_tokens", valid, SampleResult::policyOutputTokens);
        List<String> called = valid.stream().flatMap(one -> one.calls().stream()).map(SampleResult.Call::expert).toList();
        metrics.put("largest_expert", largest(called));
        metrics.put("largest_skill", largest(valid.stream().flatMap(one -> one.calls().stream()).map(SampleResult.Call::skill).toList()));
        metrics.put("infrastructure", (double) results.size() - valid.size());
        metrics.put("unfinished", (double) batch.counts().masked());
        metrics.put("equal_groups", batch.counts().equalShare());
        metrics.put("put_back", (double) batch.putBack().size());
        metrics.put("loss", result.loss());
        metrics.put("norm", result.norm());
        metrics.put("gap", result.gap());
        metrics.put("clipped", result.clipped());
        metrics.put("kl", result.kl());
        result.entropies().forEach((kind, value) -> metrics.put("entropy_" + kind.name().toLowerCase(Locale.ROOT), value));
        entropy.values().forEach((kind, value) -> metrics.put("entropy_coefficient_" + kind.name().toLowerCase(Locale.ROOT), value));
        return metrics;
    }

    private static <T> void mean(Map<String, Double> metrics, String name, List<T> of, java.util.function.ToDoubleFunction<T> value) {
        of.stream().mapToDouble(value).average().ifPresent(mean -> metrics.put(name, mean));
    }

    private static double largest(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return names.isEmpty() ? 0 : (double) Collections.max(counts.values()) / names.size();
    }

    @Override
    public void saveState(Path folder) {
        trainer.saveState(folder, into -> Files.writeString(into.resolve(STATE), Json.write(progress)));
    }

    @Override
    public SavedFolder saveCheckpoint(Path folder) {
        return trainer.save(folder);
    }

    @Override
    public void close() {
        host.close();
        demonstrations.ifPresent(Demonstrations::close);
        trainer.close();
    }
}
