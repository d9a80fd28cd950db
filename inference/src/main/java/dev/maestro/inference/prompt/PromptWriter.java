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
    private final Optional<ImageProcessor> images;
    private final Optional<ControlTokens> control;

    private PromptWriter(ModelConfig config, GenerationDefaults defaults, Optional<Tokenizer> tokenizer, Optional<ChatTemplate> template,
            Optional<ImageProcessor> images) {
        this.config = config;
        this.defaults = defaults;
        this.tokenizer = tokenizer;
        this.template = template;
        this.images = images;
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
        Optional<ImageProcessor> images = ImageProcessor.of(folder);
        if (config.vision().isPresent() && images.isPresent()) {
            agree(config.vision().get(), images.get().config(), folder);
        }
        Optional<ChatTemplate> template = ChatTemplate.of(folder);
        Optional<Tokenizer> tokenizer = Files.exists(folder.resolve("tokenizer.json"))
                ? Optional.of(Tokenizer.of(folder))
                : Optional.empty();
        return new PromptWriter(config, defaults, tokenizer, template, config.vision().isPresent() ? images : Optional.empty());
    }

    private static void agree(VisionConfig eyes, ImageProcessorConfig images, Path folder) {
        if (eyes.patchSize() != images.patchSize() || eyes.temporalPatchSize() != images.temporalPatchSize()
                || eyes.mergeSize() != images.mergeSize()) {
            throw new CheckpointRefusedException(ImageProcessorErrors.IMAGE_PROCESSOR_MISMATCH,
                    "in " + folder + " the image processor makes patches of " + images.patchSize() + " pixels, "
                            + images.temporalPatchSize()
                            + " frames, merged by " + images.mergeSize() + "; the model's config.json reads " + eyes.patchSize() + ", "
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

    public Optional<ImageProcessor> images() {
        return images;
    }

    /**
     * A conversation up to where the model's next turn begins, tokenized as the reference does: special tokens that
     * are written in its texts count as such.
     *
     * @param pictures one PNG or JPEG file for each image part, in order; decoded at once
     * @throws PromptRefusedException when the checkpoint cannot take it
     * @throws dev.maestro.inference.vision.ImageUnsupportedException when a picture cannot be read
     */
    public TokenPrompt prompt(List<ChatTurn> turns, List<byte[]> pictures) {
        checkPictures(turns, pictures);
        int[] tokens = tokenizer().encode(rendered(turns));
        List<PixelPatches> patches = pictures.stream().map(picture -> eyes().process(picture)).toList();
        List<Placeholders.Picture> placed = new ArrayList<>();
        patches.forEach(picture -> placed.add(new Placeholders.Picture(Placeholders.key(picture), picture, () -> picture)));
        return placed(tokens, placed);
    }

    /**
     * A conversation with strangers' words in it: special tokens written there are read as letters. Pictures are
     * told apart by their bytes and decoded when the engine needs them, so that a later turn does not decode again.
     */
    public TokenPrompt conversation(List<ChatModel.Message> messages) {
        List<ChatTurn> turns = messages.stream().map(PromptWriter::turn).toList();
        List<byte[]> pictures = messages.stream().flatMap(message -> message.images().stream()).map(image -> image.bytes()).toList();
        checkPictures(turns, pictures);
        ControlTokens guard = control.orElseGet(() -> new ControlTokens(tokenizer()));
        int[] tokens = guard.encode(rendered(guard.parted(turns)));
        List<Placeholders.Picture> placed = pictures.stream()
                .map(bytes -> new Placeholders.Picture(Placeholders.key(bytes), eyes().outline(bytes), () -> eyes().process(bytes)))
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
     * @param pictures for each run of placeholders among the tokens; none leaves placeholders without a meaning
     */
    public TokenPrompt prompt(int[] tokens, List<byte[]> pictures) {
        if (tokens.length == 0) {
            throw new PromptRefusedException(ModelInputErrors.PROMPT_EMPTY, "no tokens; at least one is needed to go on from.");
        }
        checkTokens(tokens);
        if (pictures.isEmpty()) {
            return TokenPrompt.text(tokens);
        }
        List<Placeholders.Picture> placed = new ArrayList<>();
        for (byte[] bytes : pictures) {
            PixelPatches patches = eyes().process(bytes);
            placed.add(new Placeholders.Picture(Placeholders.key(patches), patches, () -> patches));
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
        return images.orElseThrow(() -> new PromptRefusedException(ModelInputErrors.IMAGES_UNSUPPORTED, config.vision().isEmpty()
                ? "the model (" + config.modelType() + ") reads text only. Leave the pictures out, or take a model that sees."
                : "the checkpoint has no image processor (preprocessor_config.json or processor_config.json). Copy the file from where the checkpoint was published."));
    }

    private void checkPictures(List<ChatTurn> turns, List<byte[]> pictures) {
        long places = turns.stream().mapToLong(ChatTurn::images).sum();
        if (places != pictures.size()) {
            throw new IllegalArgumentException(pictures.size() + " pictures for " + places + " places in the conversation");
        }
        if (places > 0) {
            eyes();
        }
    }

    private TokenPrompt placed(int[] tokens, List<Placeholders.Picture> pictures) {
        if (tokens.length == 0) {
            throw new PromptRefusedException(ModelInputErrors.PROMPT_EMPTY, "the template wrote nothing for this conversation.");
        }
        checkTokens(tokens);
        if (config.imageToken().isEmpty()) {
            return TokenPrompt.text(tokens);
        }
        int placeholder = config.imageToken().getAsInt();
        return located(Placeholders.expand(tokens, placeholder, pictures, images.map(images -> images.config().mergeSize()).orElse(1)),
                pictures);
    }

    private TokenPrompt located(int[] tokens, List<Placeholders.Picture> pictures) {
        int placeholder = config.imageToken()
                .orElseThrow(() -> new PromptRefusedException(ModelInputErrors.IMAGES_UNSUPPORTED,
                        "the model's config.json names no image_token_id."));
        List<PixelPatches> grids = pictures.stream().map(Placeholders.Picture::grid).toList();
        int[][] positions;
        try {
            positions = MropePositions.of(config, tokens, grids).rows();
        } catch (MaestroException e) {
            throw new PromptRefusedException(ModelInputErrors.PLACEHOLDERS_MISMATCH, String.valueOf(e.getMessage()), e);
        }
        List<TokenPrompt.PlacedImage> images = new ArrayList<>();
        int at = 0;
        for (Placeholders.Picture picture : pictures) {
            at = indexOf(tokens, placeholder, at);
            int count = eyes().tokens(picture.grid());
            images.add(new TokenPrompt.PlacedImage(picture.key(), picture.patches(), at, count));
            at += count;
        }
        return new TokenPrompt(tokens, positions, images);
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
