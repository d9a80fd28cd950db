package dev.maestro.inference.inspect;

import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.prompt.GenerationDefaults;
import dev.maestro.inference.vision.ImageProcessorConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in a checkpoint folder.
 *
 * @param config     empty when it was refused
 * @param weights    empty when the files were refused
 * @param memory     by number format, for what could be loaded
 * @param refused    parts that cannot be used; with one of config or weights the model cannot be loaded
 * @param missing    what the folder lacks and what does not work without it
 * @param ignored    settings that are not followed
 */
public record Inspection(
        String folder,
        Optional<ModelConfig> config,
        Optional<Weights> weights,
        List<Memory> memory,
        Optional<TokenizerFacts> tokenizer,
        Optional<String> template,
        Optional<ImageFacts> images,
        Optional<GenerationDefaults> generation,
        List<Refused> refused,
        List<String> missing,
        List<String> ignored) {
    public Inspection {
        memory = List.copyOf(memory);
        refused = List.copyOf(refused);
        missing = List.copyOf(missing);
        ignored = List.copyOf(ignored);
    }

    /** Whether everything that is there can be used. */
    public boolean supported() {
        return refused.isEmpty();
    }

    /** What can be asked of it: tokens always, conversations and images with what they need. */
    public List<String> takes() {
        if (config.isEmpty() || weights.isEmpty()) {
            return List.of();
        }
        boolean words = tokenizer.isPresent() && template.isPresent();
        boolean sees = words && images.isPresent() && config.flatMap(ModelConfig::vision).isPresent();
        return sees ? List.of("token_ids", "messages", "images") : words ? List.of("token_ids", "messages") : List.of("token_ids");
    }

    /**
     * @param parameters numbers in the tensors the architecture needs, each once
     * @param tensors    in the files
     * @param unused     tensors that the architecture does not need
     * @param bytes      by number format as stored
     * @param files      names and sizes
     * @param sixteenBits whether no matrix that the architecture needs is stored with more than 16 bits a value
     */
    public record Weights(long parameters, int tensors, int unused, Map<String, Long> bytes, Map<String, Long> files,
            boolean sixteenBits) {}

    /**
     * @param weights         bytes
     * @param perThousand     keys and values of 1,000 tokens, bytes
     * @param activations     bytes while a part of a prompt passes through
     * @param perImageToken   bytes of features
     * @param withOneThousand all together, with room for 1,000 tokens
     * @param fastest         the same on a processor as it is fastest: where {@code halves}, with its matrices in halves; else,
     *                        where there is memory to spare, with weights as float32 in the order in which its kernels
     *                        read them. A tied head is held twice
     * @param halves          whether no matrix has more digits, in this type, than 16 bits hold
     */
    public record Memory(DataType type, long weights, long perThousand, long activations, long perImageToken, long withOneThousand,
            long fastest, boolean halves) {}

    public record TokenizerFacts(int tokens, int special, List<String> ends) {}

    /** @param tokensOf what images of usual sizes become, by {@code width x height} */
    public record ImageFacts(ImageProcessorConfig settings, Map<String, Integer> tokensOf) {}

    public record Refused(String part, String code, String message) {}

}
