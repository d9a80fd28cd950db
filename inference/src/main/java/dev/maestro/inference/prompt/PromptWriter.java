package dev.maestro.inference.prompt;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.qwen.MropePositions;
import dev.maestro.inference.text.ChatTemplate;
import dev.maestro.inference.text.ChatTemplateErrors;
import dev.maestro.inference.text.ChatTurn;
import dev.maestro.inference.text.ModelInputErrors;
import dev.maestro.inference.text.PromptRefusedException;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.inference.text.TokenizerErrors;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.inference.vision.ImageProcessorConfig;
import dev.maestro.inference.vision.ImageProcessorErrors;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes prompts for one checkpoint: its template, its tokenizer, its image processor, and the rotary positions of
 * it all. Thread-safe; holds native memory until closed.
 */
public final class PromptWriter implements AutoCloseable {
    private final ModelConfig config;
    private final GenerationDefaults defaults;
    private final Optional<Tokenizer> tokenizer;
    private final Optional<ChatTemplate> template;
    private final Optional<ImageProcessor> imageProcessor;
    private final Optional<ControlTokens> control;

    private PromptWriter(ModelConfig config, GenerationDefaults defaults, Optional<Tokenizer> tokenizer, Optional<ChatTemplate> template,
            Optional<ImageProcessor> imageProcessor) {
        this.config = config;
        this.defaults = defaults;
        this.tokenizer = tokenizer;
        this.template = template;
        this.imageProcessor = imageProcessor;
        this.control = tokenizer.map(ControlTokens::new);
    }

    /**
     * Reads everything around the weights. A folder without a tokenizer takes tokens only.
     *
     * @throws CheckpointRefusedException when a file is damaged, not supported, or contradicts another
     */
    public static PromptWriter of(Path folder) {
        ModelConfig config = ModelConfig.read(folder);
        GenerationDefaults defaults = GenerationDefaults.read(folder, config);
        Optional<ImageProcessor> imageProcessor = ImageProcessor.of(folder);
        if (config.vision().isPresent() && imageProcessor.isPresent()) {
            agree(config.vision().get(), imageProcessor.get().config(), folder);
        }
        Optional<ChatTemplate> template = ChatTemplate.of(folder);
        Optional<Tokenizer> tokenizer = Files.exists(folder.resolve("tokenizer.json"))
                ? Optional.of(Tokenizer.of(folder))
                : Optional.empty();
        return new PromptWriter(config, defaults, tokenizer, template, config.vision().isPresent() ? imageProcessor : Optional.empty());
    }

    private static void agree(VisionConfig eyes, ImageProcessorConfig processor, Path folder) {
        if (eyes.patchSize() != processor.patchSize() || eyes.temporalPatchSize() != processor.temporalPatchSize()
                || eyes.mergeSize() != processor.mergeSize()) {
            throw new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_MISMATCH,
                    "in " + folder + " the image processor makes patches of " + processor.patchSize() + " pixels, "
                            + processor.temporalPatchSize()
                            + " frames, merged by " + processor.mergeSize() + "; the model's config.json reads " + eyes.patchSize() + ", "
                            + eyes.temporalPatchSize() + " and " + eyes.mergeSize()
                            + ". Take both files from the same checkpoint.");
        }
    }

    public ModelConfig config() {
        return config;
    }

    public GenerationDefaults defaults() {
        return defaults;
    }

    /** Ids that end a turn. */
    public Set<Integer> endTokens() {
        return defaults.endTokens();
    }

    /** @throws CheckpointRefusedException {@code TOKENIZER_MISSING} */
    public Tokenizer tokenizer() {
        return tokenizer.orElseThrow(() -> new CheckpointRefusedException(TokenizerErrors.TOKENIZER_MISSING,
                "the checkpoint has no tokenizer.json, so it takes and gives tokens only. Copy the file from where the checkpoint was published."));
    }

    public Optional<Tokenizer> tokenizerIfThere() {
        return tokenizer;
    }

    public Optional<ChatTemplate> template() {
        return template;
    }

    public Optional<ImageProcessor> imageProcessor() {
        return imageProcessor;
    }

    /**
     * A conversation up to where the model's next turn begins, tokenized as the reference does: special tokens that
     * are written in its texts count as such.
     *
     * @param images one PNG or JPEG file for each image part, in order; decoded at once
     * @throws PromptRefusedException when the checkpoint cannot take it
     * @throws dev.maestro.inference.vision.ImageUnsupportedException when an image cannot be read
     */
    public TokenPrompt prompt(List<ChatTurn> turns, List<byte[]> images) {
        checkImages(turns, images);
        int[] tokens = tokenizer().encode(rendered(turns));
        List<PixelPatches> patches = images.stream().map(image -> eyes().process(image)).toList();
        List<Placeholders.PromptImage> placed = new ArrayList<>();
        patches.forEach(grid -> placed.add(new Placeholders.PromptImage(Placeholders.key(grid), grid, () -> grid)));
        return placed(tokens, placed);
    }

    /**
     * A conversation with strangers' words in it: special tokens written there are read as letters. Images are
     * told apart by their bytes and decoded when the engine needs them, so that a later turn does not decode again.
     */
    public TokenPrompt conversation(List<ChatModel.Message> messages) {
        List<ChatTurn> turns = messages.stream().map(PromptWriter::turn).toList();
        List<byte[]> images = messages.stream().flatMap(message -> message.images().stream()).map(image -> image.bytes()).toList();
        checkImages(turns, images);
        ControlTokens guard = control.orElseGet(() -> new ControlTokens(tokenizer()));
        int[] tokens = guard.encode(rendered(guard.parted(turns)));
        List<Placeholders.PromptImage> placed = images.stream()
                .map(bytes -> new Placeholders.PromptImage(Placeholders.key(bytes), eyes().outline(bytes), () -> eyes().process(bytes)))
                .toList();
        return placed(tokens, placed);
    }

    private static ChatTurn turn(ChatModel.Message message) {
        if (message.images().isEmpty()) {
            return ChatTurn.text(message.role(), message.text());
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        message.images().forEach(_ -> parts.add(new ChatTurn.Part.Image()));
        parts.add(new ChatTurn.Part.Text(message.text()));
        return ChatTurn.parts(message.role(), parts);
    }

    /**
     * Tokens as they are.
     *
     * @param images for each run of placeholders among the tokens; none leaves placeholders without a meaning
     */
    public TokenPrompt prompt(int[] tokens, List<byte[]> images) {
        if (tokens.length == 0) {
            throw new PromptRefusedException(ModelInputErrors.PROMPT_EMPTY, "no tokens; at least one is needed to go on from.");
        }
        checkTokens(tokens);
        if (images.isEmpty()) {
            return TokenPrompt.text(tokens);
        }
        List<Placeholders.PromptImage> placed = new ArrayList<>();
        for (byte[] bytes : images) {
            PixelPatches patches = eyes().process(bytes);
            placed.add(new Placeholders.PromptImage(Placeholders.key(patches), patches, () -> patches));
        }
        return located(tokens, placed);
    }

    /** Also of a tokenizer that knows more words than the model has rows for. */
    private void checkTokens(int[] tokens) {
        int vocabulary = config.text().vocabularySize();
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw new PromptRefusedException(ModelInputErrors.TOKEN_UNKNOWN,
                        "token " + token + " is not in the model's vocabulary, 0 to " + (vocabulary - 1) + ".");
            }
        }
    }

    private String rendered(List<ChatTurn> turns) {
        return template.orElseThrow(() -> new PromptRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_MISSING,
                "the checkpoint has no chat template (chat_template.jinja, chat_template.json, or in"
                        + " tokenizer_config.json), so it takes token_ids only."))
                .render(turns, true);
    }

    private ImageProcessor eyes() {
        return imageProcessor.orElseThrow(() -> new PromptRefusedException(ModelInputErrors.IMAGES_UNSUPPORTED, config.vision().isEmpty()
                ? "the model (" + config.modelType() + ") reads text only. Leave the pictures out, or take a model that sees."
                : "the checkpoint has no image processor (preprocessor_config.json or processor_config.json). Copy the file from where the checkpoint was published."));
    }

    private void checkImages(List<ChatTurn> turns, List<byte[]> images) {
        long places = turns.stream().mapToLong(ChatTurn::images).sum();
        if (places != images.size()) {
            throw new IllegalArgumentException(images.size() + " pictures for " + places + " places in the conversation");
        }
        if (places > 0) {
            eyes();
        }
    }

    private TokenPrompt placed(int[] tokens, List<Placeholders.PromptImage> images) {
        if (tokens.length == 0) {
            throw new PromptRefusedException(ModelInputErrors.PROMPT_EMPTY, "the template wrote nothing for this conversation.");
        }
        checkTokens(tokens);
        if (config.imageToken().isEmpty()) {
            return TokenPrompt.text(tokens);
        }
        int placeholder = config.imageToken().getAsInt();
        return located(
                Placeholders.expand(tokens, placeholder, images, imageProcessor.map(processor -> processor.config().mergeSize()).orElse(1)),
                images);
    }

    private TokenPrompt located(int[] tokens, List<Placeholders.PromptImage> images) {
        int placeholder = config.imageToken()
                .orElseThrow(() -> new PromptRefusedException(ModelInputErrors.IMAGES_UNSUPPORTED,
                        "the model's config.json names no image_token_id."));
        List<PixelPatches> grids = images.stream().map(Placeholders.PromptImage::grid).toList();
        int[][] positions;
        try {
            positions = MropePositions.of(config, tokens, grids).rows();
        } catch (MaestroException e) {
            throw new PromptRefusedException(ModelInputErrors.PLACEHOLDERS_MISMATCH, String.valueOf(e.getMessage()), e);
        }
        List<TokenPrompt.PlacedImage> placed = new ArrayList<>();
        int at = 0;
        for (Placeholders.PromptImage image : images) {
            at = indexOf(tokens, placeholder, at);
            int count = eyes().tokens(image.grid());
            placed.add(new TokenPrompt.PlacedImage(image.key(), image.patches(), at, count));
            at += count;
        }
        return new TokenPrompt(tokens, positions, placed);
    }

    private static int indexOf(int[] tokens, int wanted, int from) {
        int at = from;
        while (tokens[at] != wanted) {
            at++;
        }
        return at;
    }

    @Override
    public void close() {
        tokenizer.ifPresent(Tokenizer::close);
    }
}
