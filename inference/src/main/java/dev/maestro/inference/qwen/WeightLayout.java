package dev.maestro.inference.qwen;

import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.MemoryEstimate;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.qwen.LoadOptions.Matrices;

/**
 * How weights are kept, and what that takes.
 *
 * @param packFrom elements from which a float32 matrix is packed
 */
record WeightLayout(Matrices matrices, long packFrom, MemoryEstimate estimate) {
    /**
     * What decides.
     *
     * @param type    computed with
     * @param slow    whether the processor multiplies {@code type} slowly
     * @param halves  whether all matrices can be kept in halves, and the processor has the kernels
     * @param available bytes
     * @param tokens  for which there must be room
     */
    record Facts(ModelConfig config, int chunk, DataType type, boolean cuda, boolean slow, boolean halves, long available, long tokens) {
        MemoryEstimate estimate(DataType held) {
            return MemoryEstimate.of(config, held.bytes(), type.bytes(), chunk);
        }

        /** Half again, because the file's pages want to stay in memory too. */
        boolean spare(MemoryEstimate estimate) {
            return estimate.with(tokens) + estimate(type).weights() < available;
        }
    }

    /** As asked, else what is fastest and fits. */
    static WeightLayout of(Facts facts, LoadOptions options) {
        if (facts.cuda()) {
            return plain(facts);
        }
        return options.matrices().map(asked -> asked(facts, asked)).orElseGet(() -> fastest(facts));
    }

    private static WeightLayout asked(Facts facts, Matrices asked) {
        return switch (asked) {
            case PLAIN -> plain(facts);
            case WIDENED -> widened(facts);
            case PACKED -> packed(facts, 0);
            case HALVED -> facts.halves() ? halved(facts) : packed(facts, 0);
        };
    }

    private static WeightLayout fastest(Facts facts) {
        boolean wide = facts.type() == DataType.FLOAT32;
        if (!wide && !facts.slow()) {
            return plain(facts);
        }
        if (facts.halves()) {
            WeightLayout halved = halved(facts);
            return wide || halved.estimate().with(facts.tokens()) < facts.available() ? halved : plain(facts);
        }
        WeightLayout packed = packed(facts, MemoryEstimate.PACKED_FROM);
        if (facts.spare(packed.estimate())) {
            return packed;
        }
        return !wide && facts.spare(facts.estimate(DataType.FLOAT32)) ? widened(facts) : plain(facts);
    }

    private static WeightLayout plain(Facts facts) {
        return new WeightLayout(Matrices.PLAIN, Long.MAX_VALUE, facts.estimate(facts.type()));
    }

    private static WeightLayout widened(Facts facts) {
        return new WeightLayout(Matrices.WIDENED, Long.MAX_VALUE, facts.estimate(DataType.FLOAT32));
    }

    private static WeightLayout packed(Facts facts, long from) {
        return new WeightLayout(Matrices.PACKED, from, facts.estimate(DataType.FLOAT32).packed(facts.config(), from));
    }

    private static WeightLayout halved(Facts facts) {
        return new WeightLayout(Matrices.HALVED, Long.MAX_VALUE,
                MemoryEstimate.halved(facts.config(), facts.type().bytes(), facts.chunk()));
    }

    /** How a tensor is held, before its form; norms and biases are small and always in the type computed with. */
    DataType held(DataType type, DataType stored, WeightPlan.Need need) {
        if (need.shape().size() == 1) {
            return type;
        }
        return switch (matrices) {
            case PLAIN -> type;
            case WIDENED, PACKED -> DataType.FLOAT32;
            case HALVED -> type == DataType.FLOAT32 ? stored : type;
        };
    }

    /** The function of {@code qwen3.py} that makes the weight. */
    String form(WeightPlan.Need need) {
        boolean matrix = need.shape().size() > 1;
        return switch (matrices) {
            case PACKED -> matrix && need.elements() >= packFrom ? "packed" : "plain";
            case HALVED -> matrix ? "halved" : "plain";
            case PLAIN, WIDENED -> "plain";
        };
    }
}
