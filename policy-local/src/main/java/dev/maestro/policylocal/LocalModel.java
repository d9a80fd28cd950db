package dev.maestro.policylocal;

import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.EngineStatistics;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.inference.text.ChatTemplateErrors;
import dev.maestro.inference.vision.ImageProcessorErrors;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policy.checkpoint.HeldPolicy;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkpoint in this process with everything it needs to decide: weights, prompts, and the engine that
 * shares it among queries. Takes the memory it was given until it is closed. Thread-safe.
 */
public final class LocalModel implements HeldPolicy {
    /** Features of a 4,096-token image of the 4B model with its three deep stacks take 84 MB in bfloat16. */
    private static final long MOST_IMAGE_BYTES = 512L << 20;

    private final PromptWriter prompts;
    private final Engine engine;
    private final LocalPolicy policy;
    private final String description;

    private LocalModel(PromptWriter prompts, Engine engine, LocalPolicy policy, String description) {
        this.prompts = prompts;
        this.engine = engine;
        this.policy = policy;
        this.description = description;
    }

    /**
     * Reads what is cheap to read, so that a folder that cannot be used is refused before anything is started.
     *
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when it cannot
     */
    public static void check(Path folder, LoadOptions options) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointRefusedException(CheckpointSupportErrors.MODEL_MISSING, folder
                    + " is no folder. Give the folder of a published checkpoint: config.json, safetensors, tokenizer.json and so on.");
        }
        QwenModel.check(folder, options);
        try (PromptWriter prompts = PromptWriter.of(folder)) {
            requireConversation(prompts);
        }
    }

    /** A policy is told everything as a conversation. */
    private static void requireConversation(PromptWriter prompts) {
        prompts.tokenizer();
        if (prompts.template().isEmpty()) {
            throw new CheckpointRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_MISSING,
                    "the checkpoint has no chat template (chat_template.jinja, chat_template.json, or in tokenizer_config.json),"
                            + " so it cannot be a policy. Copy the file from where the checkpoint was published.");
        }
        if (prompts.config().vision().isPresent() && prompts.imageProcessor().isEmpty()) {
            throw new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_MISSING,
                    "the model sees, and the checkpoint has no image processor (preprocessor_config.json or processor_config.json),"
                            + " so it cannot be shown a query's pictures. Copy the file from where the checkpoint was published.");
        }
    }

    /**
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used, or there is too little memory
     * @throws dev.maestro.policy.checkpoint.TorchUnavailableException       when PyTorch or the device cannot be used
     */
    public static LocalModel load(Path folder, LoadOptions options, DecisionSettings deciding) {
        return load(folder, options, deciding, false);
    }

    /** Like {@link #load}; what is drawn is handed out token by token, to be learned from ({@link DrawnTokens}). */
    public static LocalModel loadRecording(Path folder, LoadOptions options, DecisionSettings deciding) {
        return load(folder, options, deciding, true);
    }

    private static LocalModel load(Path folder, LoadOptions options, DecisionSettings deciding, boolean recording) {
        PromptWriter prompts = PromptWriter.of(folder);
        try {
            requireConversation(prompts);
            String version = CheckpointVersion.of(folder);
            var vocabulary = prompts.tokenizer();
            QwenModel model = QwenModel.load(folder, options);
            long keysAndValues = model.cacheTokens() * model.bytesPerToken();
            EngineSettings bounds = EngineSettings.within(keysAndValues).running(deciding.concurrent());
            String description = version + " on " + model.device() + " in " + model.type().written()
                    + (prompts.imageProcessor().isPresent() ? "" : ", reads text only") + ", room for " + model.cacheTokens() + " tokens";
            Engine engine = Engine.start(model, vocabulary, bounds.images(Math.min(bounds.imageBytes(), MOST_IMAGE_BYTES)));
            LocalPolicy policy = new LocalPolicy(engine, vocabulary, prompts.endTokens(), prompts::conversation,
                    prompts.imageProcessor().isPresent(), new LocalPolicy.Settings(
                            version, Sampling.at(deciding.temperature(), deciding.seed()), deciding.maxOutputTokens(),
                            deciding.constrained(), deciding.candidates(), recording));
            return new LocalModel(prompts, engine, policy, description);
        } catch (RuntimeException e) {
            prompts.close();
            throw e;
        }
    }

    @Override
    public LocalPolicy policy() {
        return policy;
    }

    @Override
    public String description() {
        return description;
    }

    public EngineStatistics statistics() {
        return engine.statistics();
    }

    @Override
    public void close() {
        engine.close();
        prompts.close();
    }
}
