package dev.maestro.training.torch;

import ai.djl.pytorch.jni.IValue;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.MachineMemory;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.grpo.PolicyLoss;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.Scored.Place;
import dev.maestro.training.torch.Scored.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a Qwen3 or Qwen3-VL model, its eyes included where a batch has pictures: supervised and by group-relative policy optimisation. One native call a
 * micro-batch; where a batch is one, loss, gradients and step are one call. Results on one thread are the same bit for bit
 * each time. For one thread.
 */
public final class QwenTrainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QwenTrainer.class);
    /** The policy's share in a probability that is mostly explored is lost to rounding below this. */
    private static final double LEAST_RECOVERED = -20;
    static final int SUPERVISED = 0;
    static final int AGAINST_OLD = 1;
    private static final int AGAINST_ITSELF = 2;
    /** What a result of the program begins with: loss, policy loss, divergence, weight on which clips acted. */
    private static final int PARTS = 4;

    private final QwenWeights weights;
    private final TrainerSettings settings;
    private final TrainerState state;
    private Optional<QwenWeights> reference = Optional.empty();

    private QwenTrainer(QwenWeights weights, TrainerSettings settings) {
        this.weights = weights;
        this.settings = settings;
        this.state = new TrainerState(weights);
    }

    /**
     * Goes on from a folder as published.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used
     * @throws MaestroException                                            when there is too little memory
     */
    public static QwenTrainer open(Path folder, TrainerSettings settings) {
        sayMemory(ModelConfig.read(folder), settings);
        return new QwenTrainer(QwenWeights.open(folder, settings), settings);
    }

    /** Begins with new weights, the same for a seed. */
    public static QwenTrainer random(ModelConfig config, RandomStart start, long seed, TrainerSettings settings) {
        sayMemory(config, settings);
        return new QwenTrainer(QwenWeights.random(config, start, seed, settings), settings);
    }

    private static void sayMemory(ModelConfig config, TrainerSettings settings) {
        TrainerMemory memory = TrainerMemory.of(config, settings);
        LOG.info("trainer loads type={} micro_batch_tokens={} needed_bytes={} of_it=\"{}\"", config.modelType(),
                settings.microBatchTokens(),
                memory.total(), memory.sentence());
        if (settings.cuda().isEmpty() || settings.memoryLimit().isPresent()) {
            memory.require(settings.memoryLimit().orElseGet(MachineMemory::availableBytes),
                    settings.memoryLimit().isPresent() ? "the limit set for it is" : "this machine has");
        }
    }

    /** Those that are trained, to be read and drawn from. */
    public QwenWeights weights() {
        return weights;
    }

    /** Steps of the optimiser so far. */
    public long steps() {
        return state.steps();
    }

    /** Moments and count of steps begin anew, as for another stage; weights stay. */
    public void restartOptimiser() {
        state.clear();
    }

    /** The weights as they are now become the reference model that a divergence is measured from. */
    public void keepReference() {
        reference.ifPresent(QwenWeights::close);
        reference = Optional.of(weights.copy(settings));
    }

    /** One step towards what was demonstrated. */
    public UpdateResult step(SftBatch batch, OptimiserSettings optimiser) {
        double sum = batch.weight();
        if (!(sum > 0)) {
            return UpdateResult.NONE;
        }
        List<Scored> groups = demonstrated(batch, 1 / sum);
        Pass pass = learn(GrpoPlaces.microBatches(groups, settings.microBatchTokens()), SUPERVISED, new double[6], optimiser, List.of());
        double right = 0;
        int at = 0;
        for (Scored group : groups) {
            for (Row row : group.responses()) {
                for (Place place : row.places()) {
                    right += place.weight() * Math.exp(pass.scores[at++]);
                }
            }
        }
        return new UpdateResult(state.steps(), pass.parts[0], pass.parts[1], 0, 0, pass.norm, right, Map.of(), 0, 0, at);
    }

    private static List<Scored> demonstrated(SftBatch batch, double scale) {
        List<Scored> groups = new ArrayList<>();
        for (SftBatch.Prompt prompt : batch.prompts()) {
            groups.add(new Scored(prompt.ids(), prompt.images(), prompt.responses().stream().map(r -> new Row(r.ids(), r.temperature(),
                    r.targets().stream().map(t -> new Place(t, t.weight() * scale, 0, 0, 0, 0)).toList())).toList()));
        }
        return groups;
    }

    /** As below, of prompts without pictures. */
    public UpdateResult step(GrpoBatch batch, EntropyCoefficients entropy, OptimiserSettings optimiser) {
        return step(batch, PromptImages.NONE, entropy, optimiser);
    }

    /** One step towards what did better than its group. Takes none, and is no failure, when there is nothing to learn. */
    public UpdateResult step(GrpoBatch batch, PromptImages images, EntropyCoefficients entropy, OptimiserSettings optimiser) {
        return step(batch, images, entropy, optimiser, new SftBatch(List.of()), 0);
    }

    /**
     * The same, and in the same step towards what is demonstrated beside, so that it is not unlearned.
     *
     * @param weight of the demonstrations' mean loss
     */
    public UpdateResult step(GrpoBatch batch, PromptImages images, EntropyCoefficients entropy, OptimiserSettings optimiser,
            SftBatch beside,
            double weight) {
        if (batch.isEmpty()) {
            return UpdateResult.NONE;
        }
        GrpoSettings grpo = batch.settings();
        List<Trajectory> members = batch.groups().stream().flatMap(List::stream).map(m -> m.trajectory()).toList();
        List<Decision> decisions = members.stream().flatMap(t -> t.decisions().stream()).filter(Decision::trained).toList();
        double[] none = new double[decisions.size()];
        boolean weighted = grpo.importanceCap().isPresent();
        double[] current = weighted ? scores(weights, members, images, Decision::trained) : none;
        double[] anchored = grpo.needsReferenceModel() ? scores(requireReference(), members, images, Decision::trained) : none;
        List<Scored> groups = GrpoPlaces.of(batch.groups(), images, entropy, grpo, weighted,
                (i, _) -> new GrpoPlaces.Numbers(current[i], anchored[i]));
        List<List<Scored>> micro = GrpoPlaces.microBatches(groups, settings.microBatchTokens()).stream()
                .map(part -> weighing(part, grpo.mean(), decisions.size(), members.size())).toList();
        int mode = grpo.old() == GrpoSettings.Old.CURRENT ? AGAINST_ITSELF : AGAINST_OLD;
        List<List<Scored>> shown = beside.weight() > 0
                ? GrpoPlaces.microBatches(demonstrated(beside, weight / beside.weight()), settings.microBatchTokens())
                : List.of();
        Pass pass = learn(micro, mode, options(grpo), optimiser, shown);
        double gap = 0;
        double sum = 0;
        for (int i = 0; i < none.length; i++) {
            Decision decision = decisions.get(i);
            if (decision.explored() > 0 && pass.scores[i] < LEAST_RECOVERED) {
                continue;
            }
            double difference = Math.abs(pass.scores[i] - decision.policyLogProbability());
            gap = difference <= gap ? gap : difference;
            sum += difference;
        }
        return new UpdateResult(state.steps(), pass.parts[0], pass.parts[1], pass.parts[2], pass.parts[3], pass.norm, 0,
                means(decisions, pass.entropies), gap, sum / none.length, none.length);
    }

    private QwenWeights requireReference() {
        return reference.orElseThrow(() -> new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID,
                "a KL coefficient above 0 without a reference model. Keep one before the first step."));
    }

    private static double[] options(GrpoSettings grpo) {
        return new double[]{grpo.clipLow(), grpo.clipHigh(), grpo.dualClip().orElse(0), grpo.klCoefficient(), PolicyLoss.LARGEST_LOG_RATIO,
            PolicyLoss.LARGEST_KL};
    }

    private static List<Scored> weighing(List<Scored> part, GrpoSettings.Mean mean, int decisions, int trajectories) {
        double scale = switch (mean) {
            case BATCH -> 1.0 / decisions;
            case MICRO_BATCH -> (double) part.stream().mapToInt(g -> g.responses().size()).sum() / trajectories
                    / (part.stream().mapToInt(Scored::places).sum() + 1e-8);
        };
        return part.stream().map(g -> new Scored(g.prompt(), g.images(), g.responses().stream()
                .map(r -> new Row(r.ids(), r.temperature(), r.places().stream().map(p -> p.weighing(scale)).toList())).toList())).toList();
    }

    private static Map<DecisionKind, Double> means(List<Decision> decisions, double[] entropies) {
        Map<DecisionKind, double[]> sums = new EnumMap<>(DecisionKind.class);
        for (int i = 0; i < entropies.length; i++) {
            double[] sum = sums.computeIfAbsent(decisions.get(i).kind(), _ -> new double[2]);
            sum[0] += entropies[i];
            sum[1]++;
        }
        Map<DecisionKind, Double> means = new EnumMap<>(DecisionKind.class);
        sums.forEach((kind, sum) -> means.put(kind, sum[0] / sum[1]));
        return means;
    }

    /** What a step came to; scores and entropies in the order in which places were given. */
    record Pass(double[] parts, double norm, double[] scores, double[] entropies) {}

    /** As below, with nothing beside. */
    Pass learn(List<List<Scored>> micro, int mode, double[] options, OptimiserSettings optimiser) {
        return learn(micro, mode, options, optimiser, List.of());
    }

    /**
     * One step with the loss that {@code mode} names.
     *
     * @param beside demonstrations whose gradients are added; of their loss nothing is told
     */
    private Pass learn(List<List<Scored>> micro, int mode, double[] options, OptimiserSettings optimiser, List<List<Scored>> beside) {
        int places = micro.stream().flatMap(List::stream).mapToInt(Scored::places).sum();
        Pass sum = new Pass(new double[PARTS], 0, new double[places], new double[places]);
        int reached = weights.reached(micro.stream().flatMap(List::stream).anyMatch(g -> !g.images().isEmpty()));
        double norm = 0;
        int at = 0;
        for (List<Scored> part : beside) {
            accumulate(new PackedBatch(part, weights.config()), reached, SUPERVISED, new double[options.length]);
        }
        for (List<Scored> part : micro) {
            PackedBatch batch = new PackedBatch(part, weights.config());
            boolean only = micro.size() == 1 && beside.isEmpty();
            double[] said = only ? step(batch, reached, mode, options, optimiser) : accumulate(batch, reached, mode, options);
            int first = only ? 1 : 0;
            norm = said[0];
            for (int i = 0; i < PARTS; i++) {
                sum.parts[i] += said[first + i];
            }
            for (int i = 0; i < batch.places(); i++) {
                sum.scores[at] = said[first + PARTS + batch.packed[i]];
                sum.entropies[at++] = said[first + PARTS + batch.places() + batch.packed[i]];
            }
        }
        if (micro.size() + beside.size() > 1) {
            norm = apply(reached, optimiser);
        }
        if (Double.isFinite(norm)) {
            state.count();
        } else {
            LOG.warn("no step is taken: the gradients have norm {}", norm);
        }
        return new Pass(sum.parts, norm, sum.scores, sum.entropies);
    }

    /** By name of the weight, what a step would be taken with; takes none. */
    Map<String, float[]> gradients(List<List<Scored>> micro, int mode, double[] options) {
        int reached = weights.reached(micro.stream().flatMap(List::stream).anyMatch(g -> !g.images().isEmpty()));
        for (List<Scored> part : micro) {
            accumulate(new PackedBatch(part, weights.config()), reached, mode, options);
        }
        return state.takeGradients();
    }

    private double[] hyper(OptimiserSettings o) {
        return new double[]{o.rateAt(state.steps() + 1), o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), o.clipNorm()};
    }

    private double[] step(PackedBatch batch, int reached, int mode, double[] options, OptimiserSettings optimiser) {
        try (Arguments call = new Arguments(weights.scope().inner())) {
            List<IValue> all = new ArrayList<>(List.of(call.tensors(state.first().subList(0, reached)),
                    call.tensors(state.second().subList(0, reached)), call.tensors(state.counts().subList(0, reached)),
                    call.reals(hyper(optimiser))));
            all.addAll(gradientArguments(call, batch, reached, mode, options));
            return call.numbers(weights.program().callWithGradients("step", all.toArray(IValue[]::new)));
        }
    }

    private double[] accumulate(PackedBatch batch, int reached, int mode, double[] options) {
        try (Arguments call = new Arguments(weights.scope().inner())) {
            return call.numbers(weights.program().callWithGradients("accumulate",
                    gradientArguments(call, batch, reached, mode, options).toArray(IValue[]::new)));
        }
    }

    private List<IValue> gradientArguments(Arguments call, PackedBatch batch, int reached, int mode, double[] options) {
        List<IValue> all = new ArrayList<>(
                List.of(call.tensors(state.gradients().subList(0, reached)), call.integer(mode), call.reals(options)));
        all.addAll(weights.common(call, reached));
        all.addAll(call.batch(batch, weights.config().vision(), weights.shared()));
        return all;
    }

    private double apply(int reached, OptimiserSettings optimiser) {
        try (Arguments call = new Arguments(weights.scope().inner())) {
            return call
                    .numbers(weights.program().callWithGradients("apply", call.tensors(weights.tensors().subList(0, reached)),
                            call.tensors(state.gradients().subList(0, reached)),
                            call.tensors(state.first().subList(0, reached)), call.tensors(state.second().subList(0, reached)),
                            call.tensors(state.counts().subList(0, reached)),
                            call.reals(hyper(optimiser))))[0];
        }
    }

    /** As below, of prompts without pictures. */
    public List<double[]> logProbabilities(List<Trajectory> trajectories) {
        return logProbabilities(trajectories, PromptImages.NONE);
    }

    /**
     * Of every decision, trained or not, by the weights as they are now: what the gap to the engine is measured with.
     * Trajectories of one prompt cost least when they follow one another.
     *
     * @return for each trajectory, in order, one number a decision
     */
    public List<double[]> logProbabilities(List<Trajectory> trajectories, PromptImages images) {
        double[] all = scores(weights, trajectories, images, _ -> true);
        List<double[]> byTrajectory = new ArrayList<>();
        int at = 0;
        for (Trajectory one : trajectories) {
            byTrajectory.add(Arrays.copyOfRange(all, at, at += one.decisions().size()));
        }
        return byTrajectory;
    }

    private double[] scores(QwenWeights from, List<Trajectory> trajectories, PromptImages images, Predicate<Decision> wanted) {
        List<Scored> groups = GrpoPlaces.of(trajectories, images, wanted);
        double[] all = new double[groups.stream().mapToInt(Scored::places).sum()];
        int at = 0;
        for (List<Scored> part : GrpoPlaces.microBatches(groups, settings.microBatchTokens())) {
            PackedBatch batch = new PackedBatch(part, weights.config());
            if (batch.places() == 0) {
                continue;
            }
            double[] said = from.evaluate(batch);
            for (int i = 0; i < batch.places(); i++) {
                all[at++] = said[batch.packed[i]];
            }
        }
        return all;
    }

    /**
     * The weights as a checkpoint folder in the hub's format, which an engine loads as they are.
     *
     * @throws MaestroException when a weight is no finite number, or the folder is there or cannot be written
     */
    public SavedFolder save(Path folder) {
        return save(folder, _ -> {});
    }

    /** The same, with what the caller adds to the folder, such as a tokenizer; a file of the same name is replaced. */
    public SavedFolder save(Path folder, SavedFolder.Content beside) {
        return WeightsFolder.save(weights, folder, beside);
    }

    /** Weights, moments and count of steps: a trainer that loads them goes on bit for bit as this one would, on one thread. */
    public SavedFolder saveState(Path folder) {
        return saveState(folder, _ -> {});
    }

    /** The same, with what the caller keeps beside it in the folder; its files must have names of their own. */
    public SavedFolder saveState(Path folder, SavedFolder.Content beside) {
        return state.save(folder, beside);
    }

    /** @throws MaestroException when it is the state of another model, or damaged */
    public void loadState(Path folder) {
        state.load(folder);
    }

    @Override
    public void close() {
        reference.ifPresent(QwenWeights::close);
        weights.close();
    }
}
