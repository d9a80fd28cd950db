package dev.maestro.training.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchProgram;
import dev.maestro.training.record.TrainingErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The weights of a model in float32, each once, in the order in which {@link WeightPlan} first names them, and the program that
 * computes with them. Nothing is shared with an engine that serves. For one thread.
 */
public final class QwenWeights implements AutoCloseable {
    static final Map<DataType, Integer> TORCH_TYPE = Map.of(DataType.FLOAT16, 5, DataType.FLOAT32, 6, DataType.BFLOAT16, 15);
    /** Floats that are carried between Java and PyTorch at once. */
    private static final int PIECE = 1 << 26;

    private final ModelConfig config;
    private final Optional<Path> source;
    private final List<Need> needs;
    private final int textCount;
    private final TensorScope scope;
    private final TorchProgram program;
    private final PtNDArray like;
    private final List<PtNDArray> tensors = new ArrayList<>();
    private final Shared shared;

    /** Arguments of every call. */
    record Shared(IValue order, IValue bias, IValue dims, IValue reals, IValue axes, IValue tower, IValue eyes, IValue type) {}

    private QwenWeights(ModelConfig config, Optional<Path> source, TrainerSettings settings) {
        this.config = config;
        this.source = source;
        WeightPlan plan = WeightPlan.of(config);
        this.textCount = (int) Stream.of(plan.text(), plan.biases()).flatMap(List::stream).distinct().count();
        this.needs = Stream.of(plan.text(), plan.biases(), plan.vision()).flatMap(List::stream).distinct().toList();
        Torch torch = Torch.start(settings.torch());
        this.scope = settings.cuda().isPresent() ? torch.openCuda(settings.cuda().getAsInt()) : torch.openCpu();
        try {
            this.program = scope.keep(TorchProgram.load(scope, QwenWeights.class, "trainer.py", "Trainer"));
            this.like = scope.over(Arguments.direct(0L), ai.djl.ndarray.types.DataType.INT64, 1);
            TextConfig text = config.text();
            this.shared = new Shared(places(plan.text()), places(plan.biases()),
                    scope.integers(text.layers(), text.heads(), text.keyValueHeads(), text.headSize(), TORCH_TYPE.get(settings.type()),
                            settings.recompute() ? 1 : 0),
                    scope.numbers(text.normEpsilon(), text.ropeTheta()),
                    scope.value(scope.over(Arguments.direct(text.frequencyAxes()), ai.djl.ndarray.types.DataType.INT64,
                            text.headSize() / 2)),
                    places(plan.vision()), scope.integers(config.vision().map(QwenWeights::eyes).orElseGet(() -> new long[0])),
                    scope.integer(TORCH_TYPE.get(settings.type())));
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    private IValue places(List<Need> named) {
        return scope.integers(named.stream().mapToLong(needs::indexOf).toArray());
    }

    private static long[] eyes(VisionConfig v) {
        return LongStream.concat(LongStream.of(v.blocks(), v.heads()), v.deepStackBlocks().stream().mapToLong(Integer::longValue))
                .toArray();
    }

    /**
     * Reads a folder as published.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used
     */
    public static QwenWeights open(Path folder, TrainerSettings settings) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            ModelConfig config = headed(ModelConfig.read(folder), checkpoint);
            WeightPlan.of(config).check(checkpoint);
            QwenWeights weights = new QwenWeights(config, Optional.of(folder), settings);
            try {
                for (Need need : weights.needs) {
                    weights.tensors.add(weights.read(checkpoint, need));
                }
                checkpoint.requireUnchanged();
                weights.requireSound();
                return weights;
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        }
    }

    /** A head that is there beside the embedding and is another one counts, whatever the configuration says, as when the folder is served. */
    private static ModelConfig headed(ModelConfig config, Checkpoint checkpoint) {
        String embedding = WeightPlan.embedding(config);
        boolean another = config.tiedEmbeddings() && checkpoint.has(WeightPlan.HEAD) && checkpoint.has(embedding)
                && !checkpoint.same(checkpoint.tensors().get(WeightPlan.HEAD), checkpoint.tensors().get(embedding));
        return another ? config.withSeparateHead() : config;
    }

    /** New weights, the same for a seed. */
    public static QwenWeights random(ModelConfig config, RandomStart start, long seed, TrainerSettings settings) {
        QwenWeights weights = new QwenWeights(config, Optional.empty(), settings);
        try {
            start.fill(config, weights.needs, seed, (need, values) -> {
                PtNDArray tensor = weights.zeros(need);
                weights.tensors.add(tensor);
                weights.write(tensor, values);
            });
            return weights;
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /** The same numbers in memory of their own. */
    QwenWeights copy(TrainerSettings settings) {
        QwenWeights copy = new QwenWeights(config, source, settings);
        try (TensorScope call = scope.inner()) {
            for (PtNDArray tensor : tensors) {
                copy.tensors.add(copy.scope.tensor(call.keep(program.callWithGradients("widened", call.value(tensor), call.value(like)))));
            }
            return copy;
        }
    }

    private PtNDArray read(Checkpoint checkpoint, Need need) {
        StoredTensor stored = checkpoint.tensor(need.name(), need.shape());
        try (TensorScope call = scope.inner()) {
            int width = stored.type().bytes();
            IValue room = call.keep(program.call("unfilled", call.integers(need.matrix()), call.integer(TORCH_TYPE.get(stored.type()))));
            for (long at = 0; at < need.elements(); at += PIECE) {
                long count = Math.min(PIECE, need.elements() - at);
                try (TensorScope piece = scope.inner()) {
                    PtNDArray part = piece.tensor(piece.keep(program.call("part", room, piece.integer(at), piece.integer(count))));
                    checkpoint.read(stored, at * width, piece.memory(part));
                }
            }
            return scope.tensor(call.keep(program.callWithGradients("widened", room, call.value(like))));
        }
    }

    // What a call without gradients makes can never ask for one, so tensors that stay are made by calls with them.

    /** Of a weight's shape, 0 everywhere; freed with these weights. */
    PtNDArray zeros(Need need) {
        return zeros(need.matrix());
    }

    PtNDArray zeros(long... shape) {
        try (TensorScope call = scope.inner()) {
            return scope.tensor(call.keep(program.callWithGradients("zeros", call.integers(shape), call.value(like))));
        }
    }

    /** The numbers of a tensor, some at a time. */
    void each(PtNDArray tensor, FloatSink sink) {
        long size = tensor.getShape().size();
        for (long at = 0; at < size; at += PIECE) {
            try (TensorScope call = scope.inner()) {
                sink.accept(call.tensor(call.keep(program.call("numbers", call.value(tensor), call.integer(at),
                        call.integer(Math.min(PIECE, size - at))))).toFloatArray());
            }
        }
    }

    /** Takes numbers. */
    interface FloatSink {
        void accept(float[] values);
    }

    void write(PtNDArray tensor, float[] values) {
        try (TensorScope call = scope.inner()) {
            PtNDArray from = call.over(Arguments.direct(values), ai.djl.ndarray.types.DataType.FLOAT32, values.length);
            call.keep(program.callWithGradients("put", call.value(tensor), call.value(from)));
        }
    }

    /** @throws MaestroException when a weight is no finite number */
    void requireSound() {
        try (TensorScope call = scope.inner()) {
            long found = call.keep(program.call("unsound", call.tensors(tensors))).toLong();
            if (found >= 0) {
                throw new MaestroException(TrainingErrors.TRAINING_NOT_FINITE, "weight " + needs.get((int) found).name()
                        + " holds what is no finite number. Go back to an earlier checkpoint.");
            }
        }
    }

    /** What the tower makes of pictures, on each level one after the other; empty without any. To be closed by the caller. */
    IValue seen(Arguments call, List<PixelPatches> images) {
        return program.call("seen", call.tensors(tensors), shared.tower(), call.tensors(call.pictures(images, config.vision())),
                shared.eyes(), shared.type());
    }

    /** Log-probabilities, then entropies, of the places in packed order. */
    double[] evaluate(PackedBatch batch) {
        try (Arguments call = new Arguments(scope.inner())) {
            List<IValue> arguments = new ArrayList<>(common(call, needs.size()));
            arguments.addAll(call.batch(batch, config.vision(), shared));
            return call.numbers(program.call("evaluate", arguments.toArray(IValue[]::new)));
        }
    }

    /**
     * Weights and shapes, as every method of the program takes them.
     *
     * @param count of the first weights, {@link #reached}
     */
    List<IValue> common(Arguments call, int count) {
        return List.of(call.tensors(tensors.subList(0, count)), shared.order(), shared.bias(), shared.dims(), shared.reals(),
                shared.axes());
    }

    /** How many of the weights, from the first, a batch reaches: those that only pictures pass through come last. */
    int reached(boolean pictures) {
        return pictures ? needs.size() : textCount;
    }

    List<PtNDArray> tensors() {
        return tensors;
    }

    List<Need> needs() {
        return needs;
    }

    TorchProgram program() {
        return program;
    }

    TensorScope scope() {
        return scope;
    }

    Shared shared() {
        return shared;
    }

    public ModelConfig config() {
        return config;
    }

    /** The folder they were read from. */
    public Optional<Path> source() {
        return source;
    }

    /** Numbers in all weights. */
    public long parameters() {
        return needs.stream().mapToLong(Need::elements).sum();
    }

    /** One weight by its name in checkpoints, as numbers in row-major order; for tests and reports. */
    public float[] values(String name) {
        for (int i = 0; i < needs.size(); i++) {
            if (needs.get(i).name().equals(name)) {
                float[] all = new float[Math.toIntExact(needs.get(i).elements())];
                int[] at = {0};
                each(tensors.get(i), part -> {
                    System.arraycopy(part, 0, all, at[0], part.length);
                    at[0] += part.length;
                });
                return all;
            }
        }
        throw new IllegalArgumentException("no weight " + name);
    }

    @Override
    public void close() {
        scope.close();
    }
}
