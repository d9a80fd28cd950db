package dev.maestro.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.generate.GenerationCase.CaseImage;
import dev.maestro.inference.generate.GenerationCase.Start;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.text.PromptRefusedException;
import dev.maestro.inference.vision.ImageUnsupportedException;
import dev.maestro.inference.vision.ModelImageErrors;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Lines → requests for the engine; what is wrong with a line stays with it. */
final class CasePreparation {
    /** Images are read whole; larger files than this are no images for a model. */
    private static final long MOST_IMAGE_BYTES = 256L << 20;

    private final PromptWriter prompts;
    private final CaseReader reader;
    private final Path images;
    private final int maxTokens;

    /** @param maxTokens where neither the line nor the checkpoint says */
    CasePreparation(PromptWriter prompts, Path images, int maxTokens) {
        this.prompts = prompts;
        this.reader = new CaseReader(prompts.defaults().sampling());
        this.images = images;
        this.maxTokens = prompts.defaults().maxTokens().orElse(maxTokens);
    }

    PreparedCase prepare(String given, int number) {
        // Some programs begin a file with a mark of its byte order.
        String line = number == 1 && given.startsWith("\uFEFF") ? given.substring(1) : given;
        JsonNode id = CaseReader.id(line, number);
        try {
            GenerationCase read = reader.read(line, number);
            List<byte[]> files = read.images().stream().map(this::bytes).toList();
            TokenPrompt prompt = switch (read.start()) {
                case Start.Conversation(var turns) -> prompts.prompt(turns, files);
                case Start.Tokens(int[] tokens) -> prompts.prompt(tokens, files);
            };
            if (!read.stop().isEmpty()) {
                prompts.tokenizer();
            }
            return new PreparedCase.Ready(id, read.name(),
                    GenerationRequest.of(prompt, read.maxTokens().orElse(maxTokens)).sampled(read.sampling()).stoppingAt(read.stop())
                            .stoppingAtTokens(prompts.endTokens()).notHeld());
        } catch (CaseRefusedException | PromptRefusedException | ImageUnsupportedException | CheckpointRefusedException e) {
            return new PreparedCase.Refused(id, e.code(), e.reason());
        } catch (OutOfMemoryError e) {
            return new PreparedCase.Refused(id, CaseErrors.CASE_TOO_LARGE,
                    "the pictures or texts of this case do not fit into memory. Make the pictures smaller, or give Java more memory.");
        }
    }

    private Path located(String path) {
        try {
            return images.resolve(path);
        } catch (InvalidPathException e) {
            throw new CaseRefusedException(ModelImageErrors.PICTURE_MISSING, "\"" + path + "\" is no path on this machine: " + e.getReason()
                    + ". Rename the file, or set LC_ALL=C.UTF-8 where its name has letters beyond ASCII.");
        }
    }

    private byte[] bytes(CaseImage image) {
        return switch (image) {
            case CaseImage.Inline(byte[] bytes) -> bytes;
            case CaseImage.File(String path) -> {
                Path file = located(path);
                try {
                    if (Files.size(file) > MOST_IMAGE_BYTES) {
                        throw new CaseRefusedException(ModelImageErrors.PICTURE_TOO_LARGE,
                                file + " has " + Files.size(file) + " bytes; at most " + MOST_IMAGE_BYTES + " are read.");
                    }
                    yield Files.readAllBytes(file);
                } catch (NoSuchFileException e) {
                    throw new CaseRefusedException(ModelImageErrors.PICTURE_MISSING,
                            file + " does not exist. Paths are relative to the current folder, or to the one given with --images.");
                } catch (IOException e) {
                    throw new CaseRefusedException(ModelImageErrors.PICTURE_MISSING, file + " cannot be read: " + e.getMessage() + ".");
                }
            }
        };
    }
}
