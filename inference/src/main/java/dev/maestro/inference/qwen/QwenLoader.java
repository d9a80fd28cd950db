package dev.maestro.inference.qwen;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.CheckpointErrors;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.MachineMemory;
import dev.maestro.inference.checkpoint.MemoryEstimate;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.torch.Allocator;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchProgram;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a checkpoint into memory: first everything that can be refused, then everything that costs. */
final class QwenLoader {
    private static final Logger LOG = LoggerFactory.getLogger(QwenLoader.class);
    /** Fewer would not hold one prompt of the policy. */
    private static final long LEAST_CACHE_TOKENS = 2_048;

    private static final String LIMITED = "the limit set for it is";

    private final ModelConfig config;
    private final WeightPlan plan;
    private final LoadOptions options;

    private QwenLoader(ModelConfig config, LoadOptions options) {
        this.config = config;
        this.plan = WeightPlan.of(config);
        this.options = options;
    }

    static QwenModel load(Path folder, LoadOptions options) {
        ModelConfig config = ModelConfig.read(folder);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            QwenLoader loader = new QwenLoader(headed(config, checkpoint), options);
            loader.plan.check(checkpoint);
            return loader.load(checkpoint);
        }
    }

    /** A head that is there beside the embedding and is another one counts, whatever the configuration says: so does the public library. */
    private static ModelConfig headed(ModelConfig config, Checkpoint checkpoint) {
        if (!config.tiedEmbeddings() || !checkpoint.has(WeightPlan.HEAD) || !checkpoint.has(WeightPlan.embedding(config))) {
            return config;
        }
        if (checkpoint.same(checkpoint.tensors().get(WeightPlan.HEAD), checkpoint.tensors().get(WeightPlan.embedding(config)))) {
            return config;
        }
        LOG.info("model has a head of its own although config.json says tie_word_embeddings; it is used folder={}", checkpoint.folder());
        return config.withSeparateHead();
    }

    /** Heads of files and the sum of memory, without PyTorch; the memory of other devices than the processor is seen only when loading. */
    static void check(Path folder, LoadOptions options) {
        ModelConfig read = ModelConfig.read(folder);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            ModelConfig config = headed(read, checkpoint);
            QwenLoader loader = new QwenLoader(config, options);
            loader.plan.check(checkpoint);
            boolean processor = options.device().equals(LoadOptions.Device.CPU)
                    || options.device().isAuto() && options.torch().libraries().isEmpty();
            if (processor) {
                DataType type = loader.type(checkpoint, false);
                // At least: whether there are kernels for matrices in halves only PyTorch says.
                int held = loader.plan.sixteenBits(checkpoint, type) ? DataType.BFLOAT16.bytes() : type.bytes();
                MemoryEstimate.of(config, held, type.bytes(), options.chunk())
                        .require(options.memoryLimit().orElseGet(MachineMemory::availableBytes),
                                options.cacheTokens().orElse(LEAST_CACHE_TOKENS),
                                options.memoryLimit().isPresent() ? LIMITED : "this machine has");
            }
        }
    }

    private QwenModel load(Checkpoint checkpoint) {
        Torch torch = Torch.start(options.torch());
        boolean cuda = options.device().isCuda() || options.device().isAuto() && torch.hasCuda();
        DataType type = type(checkpoint, cuda);
        TensorScope scope = cuda ? torch.openCuda(options.device().index()) : torch.openCpu();
        try {
            TorchProgram program = scope.keep(TorchProgram.load(scope, QwenModel.class, "qwen3.py", "Qwen3"));
            boolean slow = type == DataType.BFLOAT16 && !cuda && !multipliesBfloat16(scope, program);
            long available = options.memoryLimit().orElseGet(
                    () -> cuda ? torch.freeCudaBytes(options.device().index()).orElse(Long.MAX_VALUE) : MachineMemory.availableBytes());
            long least = options.cacheTokens().orElse(LEAST_CACHE_TOKENS);
            boolean halves = !cuda && plan.sixteenBits(checkpoint, type) && multipliesHalves(scope, program);
            WeightLayout layout = WeightLayout
                    .of(new WeightLayout.Facts(config, options.chunk(), type, cuda, slow, halves, available, least), options);
            MemoryEstimate estimate = layout.estimate();
            estimate.require(available, least, options.memoryLimit().isPresent() ? LIMITED : cuda ? "the device has" : "this machine has");
            int cacheTokens = cacheTokens(estimate, available, cuda);
            LOG.info("model loads type={} device={} dtype={} matrices={} cache_tokens={} available_bytes={} needed_bytes={} threads={}",
                    config.modelType(), cuda ? "cuda:" + options.device().index() : "cpu", type.written(), layout.matrices(), cacheTokens,
                    available, estimate.with(cacheTokens), torch.threads());
            QwenModel.Loaded loaded = loaded(checkpoint, scope, program, type, layout,
                    slow && layout.matrices() == LoadOptions.Matrices.PLAIN, cacheTokens, cuda);
            checkpoint.requireUnchanged();
            Allocator.giveBack();
            return new QwenModel(config, estimate, loaded, options.chunk());
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    /** As asked, else as the configuration says, else as the weights are; a processor has no arithmetic for float16. */
    private DataType type(Checkpoint checkpoint, boolean cuda) {
        DataType stored = checkpoint.tensors().get(plan.text().getFirst().name()).type();
        DataType type = options.type().or(config::stated).orElse(stored);
        if (type == DataType.FLOAT16 && !cuda) {
            if (options.type().isPresent()) {
                throw new CheckpointRefusedException(CheckpointErrors.DTYPE_UNSUPPORTED,
                        "float16 is not computed with on a processor. Choose float32 or bfloat16, or a CUDA device.");
            }
            return DataType.FLOAT32;
        }
        return type;
    }

    private int cacheTokens(MemoryEstimate estimate, long available, boolean cuda) {
        if (options.cacheTokens().isPresent()) {
            return Math.toIntExact(options.cacheTokens().getAsLong());
        }
        long left = Math.max(0, available - estimate.fixed());
        long half = (cuda ? left / 4 * 3 : left / 2) / Math.max(1, estimate.perToken());
        return (int) Math.clamp(half, LEAST_CACHE_TOKENS, LoadOptions.MOST_CACHE_TOKENS);
    }

    private static boolean multipliesBfloat16(TensorScope scope, TorchProgram program) {
        try (TensorScope call = scope.inner()) {
            return call.keep(program.call("multiplies_bfloat16")).toBoolean();
        }
    }

    /** A processor's library without such kernels says so by failing. */
    private static boolean multipliesHalves(TensorScope scope, TorchProgram program) {
        try (TensorScope call = scope.inner()) {
            return call.keep(program.call("multiplies_halves")).toBoolean();
        } catch (EngineException e) {
            LOG.debug("no kernels for matrices in halves", e);
            return false;
        }
    }

    private QwenModel.Loaded loaded(Checkpoint checkpoint, TensorScope scope, TorchProgram program, DataType type, WeightLayout layout,
            boolean blocks, int cacheTokens, boolean cuda) {
        TextConfig text = config.text();
        try (TensorScope call = scope.inner()) {
            PtNDArray on = call.over(direct(0L), ai.djl.ndarray.types.DataType.INT64, 1);
            PtNDArray like = scope.tensor(call.keep(program.call("like", call.value(on), call.integer(Weights.TORCH_TYPE.get(type)))));
            Weights weights = new Weights(program, scope, checkpoint, type, layout, like);
            IValue textWeights = weights.load(plan.text());
            IValue biases = weights.load(plan.biases());
            IValue vision = weights.load(plan.vision());
            int multiply = blocks ? 1 : 0;
            PtNDArray axes = scope.tensor(call.keep(program.call("moved",
                    call.value(call.over(direct(text.frequencyAxes()), ai.djl.ndarray.types.DataType.INT64, text.headSize() / 2)),
                    call.value(like))));
            IValue frequencies = scope
                    .keep(program.call("frequencies", call.integer(text.headSize()), call.number(text.ropeTheta()), call.value(like)));
            return new QwenModel.Loaded(checkpoint.identity(), scope, program, textWeights, biases, vision, scope.value(axes), frequencies,
                    scope.integers(text.layers(), text.heads(), text.keyValueHeads(), text.headSize(), multiply),
                    scope.keep(program.call("scalar", call.number(text.normEpsilon()), call.value(like))),
                    scope.integers(config.vision().map(VisionConfig::deepStackBlocks).orElse(List.of()).stream()
                            .mapToLong(Integer::longValue).toArray()),
                    scope.integers(config.vision().map(VisionConfig::blocks).orElse(0), config.vision().map(VisionConfig::heads).orElse(0),
                            multiply),
                    new KeyValues(program, scope, text, cacheTokens, like), like, type, layout.matrices(), cuda,
                    options.attendTogether().orElse(cuda));
        }
    }

    private static ByteBuffer direct(long... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return buffer;
    }
}
