package dev.maestro.inference.qwen;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.MemoryEstimate;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.OutOfModelMemoryException;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.qwen.KeyValues.Held;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.TorchProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A Qwen3 or Qwen3-VL checkpoint in this process, through PyTorch. Weights are held once, keys and values in a
 * pool whose size is fixed when loading; one native call per prefill chunk, image or decode step.
 */
public final class QwenModel implements DecoderModel {
    private final ModelConfig config;
    private final MemoryEstimate estimate;
    private final Loaded loaded;
    private final TensorScope scope;
    private final TorchProgram program;
    private final KeyValues keyValues;
    private final int chunk;
    private final String identity;

    /** What loading made; everything native belongs to {@code scope}. */
    record Loaded(
            String identity,
            TensorScope scope,
            TorchProgram program,
            IValue weights,
            IValue biases,
            IValue vision,
            IValue axes,
            IValue frequencies,
            IValue dimensions,
            IValue epsilon,
            IValue visionLayers,
            IValue visionDimensions,
            KeyValues keyValues,
            PtNDArray like,
            DataType type,
            LoadOptions.Matrices matrices,
            boolean cuda,
            boolean attendTogether) {}

    QwenModel(ModelConfig config, MemoryEstimate estimate, Loaded loaded, int chunk) {
        this.config = config;
        this.estimate = estimate;
        this.loaded = loaded;
        this.scope = loaded.scope();
        this.program = loaded.program();
        this.keyValues = loaded.keyValues();
        this.chunk = chunk;
        this.identity = loaded.identity();
    }

    /**
     * Loads a folder as published.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used, or there is too little memory
     * @throws dev.maestro.policy.checkpoint.TorchUnavailableException       when PyTorch cannot be used
     */
    public static QwenModel load(Path folder, LoadOptions options) {
        return QwenLoader.load(folder, options);
    }

    /**
     * Refuses what {@link #load} would, as far as it shows without loading: architecture, files, tensors, and the
     * memory of a processor. Does not start PyTorch.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used, or there is too little memory
     */
    public static void check(Path folder, LoadOptions options) {
        QwenLoader.check(folder, options);
    }

    public ModelConfig config() {
        return config;
    }

    public MemoryEstimate estimate() {
        return estimate;
    }

    /** The number format it computes in. */
    public DataType type() {
        return loaded.type();
    }

    /** How its matrices are kept. */
    public LoadOptions.Matrices matrices() {
        return loaded.matrices();
    }

    /** {@code cpu} or {@code cuda}. */
    public String device() {
        return loaded.cuda() ? "cuda:" + loaded.like().getDevice().getDeviceId() : "cpu";
    }

    /** Tokens of all sequences together for which there is room. */
    public int cacheTokens() {
        return keyValues.capacity();
    }

    @Override
    public int vocabularySize() {
        return config.text().vocabularySize();
    }

    @Override
    public int maxPositions() {
        return config.text().maxPositions();
    }

    @Override
    public long bytesPerToken() {
        return estimate.perToken();
    }

    @Override
    public ImageFeatures encode(PixelPatches image) {
        var vision = config.vision().orElseThrow(() -> new MaestroException(SequenceErrors.MODEL_BLIND,
                "a model of type " + config.modelType() + " sees no images. Leave them out or use a qwen3_vl checkpoint."));
        return guarded(() -> {
            try (VisionGrid grid = VisionGrid.of(vision, image); TensorScope call = scope.inner()) {
                PtNDArray patches = call.over(grid.patches(), ai.djl.ndarray.types.DataType.FLOAT32, image.patches(), vision.patchValues());
                PtNDArray weights = call.over(grid.weights(), ai.djl.ndarray.types.DataType.FLOAT32, image.patches(), 4);
                PtNDArray angles = call.over(grid.angles(), ai.djl.ndarray.types.DataType.FLOAT32, image.patches(), vision.headSize());
                IValue features = call.keep(program.call("see", loaded.vision(), call.value(patches), call.integers(grid.taps()),
                        call.value(weights), call.value(angles),
                        loaded.visionLayers(), loaded.visionDimensions(), call.value(loaded.like())));
                PtNDArray tensor = scope.detached(features);
                Shape shape = tensor.getShape();
                return new QwenFeatures(tensor, Math.toIntExact(shape.get(1)), shape.size() * loaded.type().bytes());
            }
        });
    }

    @Override
    public Sequence open(int capacity) {
        if (capacity < 1) {
            throw new MaestroException(SequenceErrors.SEQUENCE_CAPACITY_INVALID, "" + capacity + " tokens. At least 1.");
        }
        return keyValues.take(capacity);
    }

    @Override
    public Sequence fork(Sequence source, int tokens, int capacity) {
        Held from = own(source);
        if (tokens < 0 || tokens > from.length() || capacity < Math.max(1, tokens)) {
            throw new MaestroException(SequenceErrors.SEQUENCE_FORK_INVALID,
                    "" + tokens + " of " + from.length() + " tokens with room for " + capacity + ".");
        }
        return guarded(() -> {
            Held fork = keyValues.take(capacity);
            try {
                fork.copyFrom(from, tokens);
                return fork;
            } catch (RuntimeException e) {
                fork.close();
                throw e;
            }
        });
    }

    @Override
    public Logits prefill(Sequence sequence, PromptSpan span) {
        return prefill(sequence, span, false);
    }

    @Override
    public Logits prefillAll(Sequence sequence, PromptSpan span) {
        return prefill(sequence, span, true);
    }

    private Logits prefill(Sequence sequence, PromptSpan span, boolean all) {
        Held held = own(sequence);
        int tokens = span.tokens().length;
        check(span.tokens());
        if (held.length() + tokens > held.capacity()) {
            throw full(held, tokens);
        }
        for (PromptSpan.PlacedImage image : span.images()) {
            if (image.firstToken() < 0 || image.count() < 1 || image.firstToken() + image.count() > tokens || image.firstFeature() < 0
                    || image.firstFeature() + image.count() > image.features().tokens() || !(image.features() instanceof QwenFeatures)) {
                throw new MaestroException(SequenceErrors.IMAGE_MISPLACED,
                        "" + image.count() + " rows from " + image.firstFeature() + " of "
                                + image.features().tokens() + " at token " + image.firstToken() + " of " + tokens + ".");
            }
        }
        return guarded(() -> {
            List<IValue> parts = new ArrayList<>();
            try {
                for (int from = 0; from < tokens; from += chunk) {
                    int count = Math.min(chunk, tokens - from);
                    IValue scores = prefill(held, span, from, count, all);
                    held.append(span.positions(), from, count);
                    if (all || from + count == tokens) {
                        parts.add(scores);
                    } else {
                        scores.close();
                    }
                }
                return new QwenLogits(program, scope, parts.size() == 1 ? parts.removeFirst() : joined(parts), all ? tokens : 1);
            } finally {
                parts.forEach(IValue::close);
            }
        });
    }

    private IValue joined(List<IValue> parts) {
        try (TensorScope call = scope.inner()) {
            return program.call("joined", call.tensors(parts.stream().map(call::tensor).toList()));
        }
    }

    private IValue prefill(Held held, PromptSpan span, int from, int count, boolean all) {
        List<PtNDArray> features = new ArrayList<>();
        List<Long> placed = new ArrayList<>();
        for (PromptSpan.PlacedImage image : span.images()) {
            int first = Math.max(from, image.firstToken());
            int end = Math.min(from + count, image.firstToken() + image.count());
            if (first < end) {
                features.add(((QwenFeatures) image.features()).tensor());
                placed.addAll(List.of((long) first - from, (long) image.firstFeature() + first - image.firstToken(), (long) end - first));
            }
        }
        long[] positions = new long[3 * count];
        for (int axis = 0; axis < 3; axis++) {
            for (int i = 0; i < count; i++) {
                positions[axis * count + i] = span.positions()[axis][from + i];
            }
        }
        try (TensorScope call = scope.inner()) {
            return program.call("prefill", loaded.weights(), loaded.biases(), keyValues.keys(), keyValues.values(), loaded.axes(),
                    loaded.frequencies(), loaded.dimensions(), loaded.epsilon(),
                    call.integers(longs(Arrays.copyOfRange(span.tokens(), from, from + count))), call.integers(positions),
                    call.integer(held.start()), call.integer(held.length()),
                    call.tensors(features), call.integers(placed.stream().mapToLong(Long::longValue).toArray()), call.flag(all));
        }
    }

    @Override
    public Logits decode(List<Sequence> sequences, int[] tokens) {
        int n = sequences.size();
        if (n == 0 || tokens.length != n) {
            throw new MaestroException(SequenceErrors.DECODE_INVALID, "" + tokens.length + " tokens for " + n + " sequences.");
        }
        check(tokens);
        long[] positions = new long[n];
        long[] starts = new long[n];
        long[] pasts = new long[n];
        for (int i = 0; i < n; i++) {
            Held held = own(sequences.get(i));
            if (held.length() == held.capacity()) {
                throw full(held, 1);
            }
            positions[i] = held.nextPosition();
            starts[i] = held.start();
            pasts[i] = held.length();
        }
        if (Arrays.stream(starts).distinct().count() < n) {
            throw new MaestroException(SequenceErrors.DECODE_INVALID, "a sequence was given twice.");
        }
        return guarded(() -> {
            try (TensorScope call = scope.inner()) {
                IValue scores = program.call("decode", loaded.weights(), loaded.biases(), keyValues.keys(), keyValues.values(),
                        loaded.axes(), loaded.frequencies(), loaded.dimensions(), loaded.epsilon(),
                        call.integers(longs(tokens)), call.integers(positions), call.integers(starts), call.integers(pasts),
                        call.flag(loaded.attendTogether()));
                sequences.forEach(s -> own(s).append());
                return new QwenLogits(program, scope, scores, n);
            }
        });
    }

    private Held own(Sequence sequence) {
        if (!(sequence instanceof Held held) || !held.isOf(keyValues)) {
            throw new MaestroException(SequenceErrors.SEQUENCE_FOREIGN, "the sequence is closed or belongs to another model.");
        }
        return held;
    }

    private static MaestroException full(Held held, int more) {
        return new MaestroException(SequenceErrors.SEQUENCE_FULL, "" + held.length() + " tokens and " + more + " more do not fit into "
                + held.capacity() + ". Open it larger, or fork it into a larger one.");
    }

    /** Past the end of the table a device would fault, not refuse. */
    private void check(int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= vocabularySize()) {
                throw new MaestroException(SequenceErrors.TOKEN_OUT_OF_RANGE,
                        "token " + token + ". Valid: 0 to " + (vocabularySize() - 1) + ".");
            }
        }
    }

    /** Failed allocations, which leave everything as it was, are told apart from other failures. */
    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("out of memory") || message.contains("can't allocate memory")) {
                throw new OutOfModelMemoryException("" + message.lines().findFirst().orElse("")
                        + " Wait for other sequences to end, or load with a smaller chunk.");
            }
            throw e;
        }
    }

    static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    /** Name of the folder and the beginning of a hash over configuration and weights' directory: what decided, for the record. */
    public String identity() {
        return identity;
    }

    @Override
    public void close() {
        scope.close();
    }
}
