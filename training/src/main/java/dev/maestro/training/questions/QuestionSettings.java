package dev.maestro.training.questions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.grpo.TrainingProfile;
import dev.maestro.training.record.TrainingErrors;
import java.util.List;
import java.util.Map;

/**
 * What a run that learns from questions can be told.
 *
 * @param task            {@code questions}
 * @param model           folder of the checkpoint it begins with
 * @param data            a file as {@code evaluate} takes it, or {@code drawings N}: N of each kind
 * @param source          data source of rows that name none
 * @param validation      likewise, asked greedily from time to time; empty: none
 * @param algorithm       {@code standard} or {@code reference}: where the other numbers come from, {@link TrainingProfile}
 * @param seed            of the order of the data and of all draws
 * @param steps           updates
 * @param prompts         questions of a step
 * @param rollouts        queries for each of them
 * @param refills         how often a step asks further questions in place of those that taught nothing
 * @param temperature     of the draws
 * @param learningRate    after the warm-up
 * @param warmUp          steps
 * @param kl              weight of the divergence from the weights that the run began with; 0: none
 * @param scorer          {@code strict} or {@code reference}: whose total is the reward
 * @param callFee         taken from the reward for each call
 * @param priceWeight     taken from the reward for each dollar that a query cost
 * @param profile         of the queries, {@code default} or {@code reference}
 * @param experts         the only ones that may be called, with commas between; empty: all
 * @param turns           most decisions of a query
 * @param replyTokens     longest decision, thoughts included
 * @param grammar         whether only valid actions can be drawn
 * @param concurrency     queries at the same time
 * @param validateEvery   steps between validations
 * @param checkpointEvery steps between checkpoints
 * @param device          {@code cpu}, {@code cuda}, {@code cuda:1}, ...
 * @param type            number format that is computed in, {@code float32} or {@code bfloat16}; weights and moments are float32
 * @param recompute       whether layers are computed again on the way back instead of being kept
 * @param microBatch      tokens that are learned from together
 * @param sft             what is learned from demonstrations before the first question
 */
public record QuestionSettings(
        String task, String model, String data, String source, String validation, String algorithm, long seed, int steps, int prompts,
        int rollouts, int refills, double temperature, double learningRate, int warmUp, double kl, String scorer, double callFee,
        double priceWeight, String profile, String experts, int turns, int replyTokens, boolean grammar, int concurrency, int validateEvery,
        int checkpointEvery, String device, String type, boolean recompute, int microBatch, Supervised sft) {
    public static final String TASK = "questions";
    static final int LARGEST_VOCABULARY = 32_768;

    private static final List<String> KEYS = List.of("task", "model", "data", "source", "validation", "algorithm", "seed", "steps",
            "prompts",
            "rollouts", "refills", "temperature", "learning.rate", "warm.up", "kl", "scorer", "call.fee", "price.weight", "profile",
            "experts", "turns", "reply.tokens", "grammar", "concurrency", "validate.every", "checkpoint.every", "device", "type",
            "recompute", "micro.batch", "sft.data", "sft.steps", "sft.batch", "sft.learning.rate");

    /**
     * A supervised start.
     *
     * @param data         file of {@link Demonstrations}; empty: there is none
     * @param digest       of it, when the run began; empty until it was looked at
     * @param steps        updates; 0: as many as it takes to show each message once
     * @param batch        messages of a step
     * @param learningRate after the run's warm-up
     */
    record Supervised(String data, String digest, int steps, int batch, double learningRate) {}

    /** @throws MaestroException {@code TRAINING_SETTING_INVALID}, naming the setting, its value and its range */
    public static QuestionSettings of(Map<String, String> given) {
        for (String key : given.keySet()) {
            if (!KEYS.contains(key)) {
                throw invalid("there is no setting \"" + key + "\" of task " + TASK + "." + NearestNames.sentence(key, KEYS));
            }
        }
        Reader read = new Reader(given);
        String algorithm = read.oneOf("algorithm", TrainingProfile.STANDARD, List.of(TrainingProfile.STANDARD, TrainingProfile.REFERENCE));
        TrainingProfile from = TrainingProfile.named(algorithm);
        boolean reference = algorithm.equals(TrainingProfile.REFERENCE);
        QuestionSettings settings = new QuestionSettings(TASK, read.needed("model"), read.needed("data"), read.text("source", ""),
                read.text("validation", ""), algorithm, read.whole("seed", from.schedule().seed(), Long.MIN_VALUE, Long.MAX_VALUE),
                (int) read.whole("steps", from.schedule().steps(), 1, 1_000_000),
                (int) read.whole("prompts", reference ? from.rollout().promptsPerStep() : 8, 1, 4_096),
                (int) read.whole("rollouts", from.grpo().groupSize(), 2, 64), (int) read.whole("refills", reference ? 0 : 2, 0, 20),
                read.number("temperature", from.rollout().temperature(), 0.01, 2),
                read.number("learning.rate", reference ? from.optimiser().learningRate() : 1e-6, 1e-12, 1),
                (int) read.whole("warm.up", from.optimiser().warmUpSteps(), 0, 1_000_000),
                read.number("kl", from.grpo().klCoefficient(), 0, 100),
                read.oneOf("scorer", reference ? "reference" : "strict", List.of("strict", "reference")),
                read.number("call.fee", 0, 0, 10), read.number("price.weight", 0, 0, 1_000_000),
                read.oneOf("profile", reference ? "reference" : "default", List.of("default", "reference")), read.text("experts", ""),
                (int) read.whole("turns", from.rollout().maxTurns() + 1L, 1, 100),
                (int) read.whole("reply.tokens", reference ? from.rollout().replyTokens() : 1_024, 16, 131_072),
                read.truth("grammar", !reference), (int) read.whole("concurrency", 16, 1, 500),
                (int) read.whole("validate.every", from.schedule().validateEvery(), 1, 1_000_000),
                (int) read.whole("checkpoint.every", from.schedule().checkpointEvery(), 1, 1_000_000), read.text("device", "cpu"),
                read.oneOf("type", "float32", List.of("float32", "bfloat16")), read.truth("recompute", false),
                (int) read.whole("micro.batch", 16_384, 1, 10_000_000), supervised(read));
        if (!settings.device.matches("cpu|cuda(:[0-9]{1,2})?")) {
            throw invalid("device \"" + settings.device + "\". Give cpu, cuda, or one of several as cuda:0, cuda:1 and so on.");
        }
        return settings;
    }

    private static Supervised supervised(Reader read) {
        Supervised sft = new Supervised(read.text("sft.data", ""), "", (int) read.whole("sft.steps", 0, 0, 1_000_000),
                (int) read.whole("sft.batch", 8, 1, 4_096), read.number("sft.learning.rate", 1e-5, 1e-12, 1));
        if (sft.data().isEmpty()) {
            for (String key : List.of("sft.steps", "sft.batch", "sft.learning.rate")) {
                if (read.given().containsKey(key)) {
                    throw invalid(key + " without sft.data. Name a file of demonstrations, or leave it out.");
                }
            }
        }
        return sft;
    }

    /** The same, held to demonstrations as they are now. */
    QuestionSettings showing(String file, String digest) {
        return new QuestionSettings(task, model, data, source, validation, algorithm, seed, steps, prompts, rollouts, refills, temperature,
                learningRate, warmUp, kl, scorer, callFee, priceWeight, profile, experts, turns, replyTokens, grammar, concurrency,
                validateEvery, checkpointEvery, device, type, recompute, microBatch,
                new Supervised(file, digest, sft.steps(), sft.batch(), sft.learningRate()));
    }

    /**
     * Each token's allowed ids are held as a list, which a large vocabulary has no memory for.
     *
     * @throws MaestroException {@code TRAINING_SETTING_INVALID} for the grammar over more than 32,768 ids
     */
    void requireVocabulary(int ids) {
        if (grammar && ids > LARGEST_VOCABULARY) {
            throw invalid("grammar on, and the model has a vocabulary of " + ids + ". Over more than " + LARGEST_VOCABULARY
                    + " ids the sets of allowed ones do not fit into memory: set grammar = off.");
        }
    }

    private record Reader(Map<String, String> given) {
        String text(String key, String otherwise) {
            return given.getOrDefault(key, otherwise).strip();
        }

        String needed(String key) {
            String text = text(key, "");
            if (text.isEmpty()) {
                throw invalid("task " + TASK + " needs \"" + key + "\"" + (key.equals("model")
                        ? ", the folder of a published checkpoint; maestro policy example DIR writes a small one to try out."
                        : ", a file as maestro evaluate takes it, or \"drawings 4\"."));
            }
            return text;
        }

        String oneOf(String key, String otherwise, List<String> valid) {
            String text = text(key, otherwise);
            if (!valid.contains(text)) {
                throw invalid(key + " \"" + text + "\". Give " + String.join(" or ", valid) + ".");
            }
            return text;
        }

        boolean truth(String key, boolean otherwise) {
            return oneOf(key, otherwise ? "on" : "off", List.of("on", "off")).equals("on");
        }

        long whole(String key, long otherwise, long least, long most) {
            String text = text(key, String.valueOf(otherwise));
            try {
                return (long) ranged(key, Long.parseLong(text), least, most);
            } catch (NumberFormatException e) {
                throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, key + " \"" + text + "\" is not a whole number.", e);
            }
        }

        double number(String key, double otherwise, double least, double most) {
            String text = text(key, String.valueOf(otherwise));
            try {
                return ranged(key, Double.parseDouble(text), least, most);
            } catch (NumberFormatException e) {
                throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, key + " \"" + text + "\" is not a number.", e);
            }
        }

        private static double ranged(String key, double value, double least, double most) {
            if (!(value >= least && value <= most)) {
                throw invalid(key + " " + value + ". Give " + least + " to " + most + ".");
            }
            return value;
        }
    }

    private static MaestroException invalid(String why) {
        return new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, why);
    }

    /** As {@link #json} wrote it. */
    public static QuestionSettings read(JsonNode said) {
        return Json.MAPPER.convertValue(said, QuestionSettings.class);
    }

    public JsonNode json() {
        return Json.MAPPER.valueToTree(this);
    }

    /** The algorithm with the numbers that were given. */
    GrpoSettings grpo() {
        return TrainingProfile.named(algorithm).grpo().groupsOf(rollouts).withKl(kl);
    }

    OptimiserSettings optimiser() {
        return TrainingProfile.named(algorithm).optimiser().at(learningRate).warmingUp(warmUp);
    }

    EntropySettings entropy() {
        return TrainingProfile.named(algorithm).entropy();
    }

    List<String> onlyExperts() {
        return experts.isEmpty() ? List.of() : List.of(experts.split("\\s*,\\s*"));
    }
}
