package dev.maestro.inference.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.CheckpointErrors;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a checkpoint wants to be asked, in {@code generation_config.json}.
 *
 * @param endTokens ids that end a text: those of this file, and without the file those of {@code config.json}
 * @param sampling  greedy unless the file says {@code do_sample}; the seed is 0
 * @param maxTokens most new tokens, where the file says so
 * @param ignored   settings of the file that would change what is generated and are not supported, as {@code name value}
 */
public record GenerationDefaults(Set<Integer> endTokens, Sampling sampling, OptionalInt maxTokens, List<String> ignored) {
    /** Settings that are neutral at this value. */
    private static final List<Neutral> NEUTRAL = List.of(new Neutral("repetition_penalty", 1), new Neutral("no_repeat_ngram_size", 0),
            new Neutral("num_beams", 1),
            new Neutral("typical_p", 1), new Neutral("epsilon_cutoff", 0), new Neutral("eta_cutoff", 0), new Neutral("length_penalty", 1),
            new Neutral("penalty_alpha", 0),
            new Neutral("encoder_repetition_penalty", 1), new Neutral("top_h", 1));
    private static final List<String> REFUSED = List.of("bad_words_ids", "suppress_tokens", "begin_suppress_tokens", "forced_bos_token_id",
            "forced_eos_token_id", "sequence_bias",
            "exponential_decay_length_penalty", "min_new_tokens", "stop_strings", "guidance_scale", "watermarking_config");

    public GenerationDefaults {
        endTokens = Set.copyOf(endTokens);
        ignored = List.copyOf(ignored);
    }

    /** What the reference takes where a file samples and does not say. */
    private static final int REFERENCE_TOP_K = 50;

    private record Neutral(String name, double value) {}

    /** @throws CheckpointRefusedException {@code GENERATION_CONFIG_INVALID} */
    public static GenerationDefaults read(Path folder, ModelConfig config) {
        Path file = folder.resolve("generation_config.json");
        if (!Files.isRegularFile(file)) {
            return new GenerationDefaults(config.endTokens(), Sampling.GREEDY, OptionalInt.empty(), List.of());
        }
        try {
            return of(Json.MAPPER.readTree(file.toFile()));
        } catch (IOException | MaestroException e) {
            throw new CheckpointRefusedException(CheckpointErrors.GENERATION_CONFIG_INVALID,
                    file + " cannot be used: " + e.getMessage() + ". Fetch it again, or mend the value.", e);
        }
    }

    private static GenerationDefaults of(JsonNode from) {
        Set<Integer> ends = new TreeSet<>();
        JsonNode end = from.path("eos_token_id");
        if (end.isArray()) {
            end.forEach(id -> ends.add(id.asInt()));
        } else if (end.isIntegralNumber()) {
            ends.add(end.asInt());
        }
        Sampling sampling = from.path("do_sample").asBoolean(false)
                ? new Sampling(from.path("temperature").asDouble(1), from.path("top_k").asInt(REFERENCE_TOP_K),
                        from.path("top_p").asDouble(1), from.path("min_p").asDouble(0), 0)
                : Sampling.GREEDY;
        int most = from.path("max_new_tokens").asInt(0);
        return new GenerationDefaults(ends, sampling, most > 0 ? OptionalInt.of(most) : OptionalInt.empty(), ignored(from));
    }

    private static List<String> ignored(JsonNode from) {
        List<String> ignored = new ArrayList<>();
        for (Neutral setting : NEUTRAL) {
            JsonNode value = from.path(setting.name());
            if (value.isNumber() && value.asDouble() != setting.value()) {
                ignored.add(setting.name() + " " + value);
            }
        }
        for (String name : REFUSED) {
            if (from.hasNonNull(name)) {
                ignored.add(name + " " + from.get(name));
            }
        }
        return ignored;
    }
}
