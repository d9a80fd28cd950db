package dev.maestro.training.questions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.engine.TokenPrompt.PlacedImage;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.text.ChatTurn;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Conversations that show what to write, from a file of JSON Lines: {@code {"messages": [{"role": …, "content": …}]}}, a content being a
 * text or a list of parts, {@code {"type": "text", "text": …}} or {@code {"type": "image", "path": …}} with the path beside the file. What
 * the messages of role {@code assistant} say is learned, and that they end; {@code "loss": false} of a message, or of a part of it, leaves
 * that out. All else is read and never learned. Each message is shown behind what the chat template makes of those before it, as when the
 * policy serves. Not thread-safe; holds native memory until closed.
 */
final class Demonstrations implements AutoCloseable {
    private static final String ASSISTANT = "assistant";

    private final PromptWriter prompts;
    private final List<Shown> shown;
    private final int endOfTurn;

    /** A conversation up to a message that is learned, and that message. */
    private record Shown(List<ChatTurn> before, List<Path> images, List<Piece> message) {}

    /** @param learned whether it is part of the loss */
    private record Piece(String text, boolean learned) {}

    private Demonstrations(PromptWriter prompts, List<Shown> shown, int endOfTurn) {
        this.prompts = prompts;
        this.shown = shown;
        this.endOfTurn = endOfTurn;
    }

    /**
     * Reads them all, and looks for each image.
     *
     * @param digest of the file when the run began
     * @throws MaestroException {@code DEMONSTRATIONS_INVALID}, naming line, value and cure
     */
    static Demonstrations read(Path file, String digest, Path model) {
        String text = text(file);
        if (!digestOf(text).equals(digest)) {
            throw invalid(file + " is not what the run began with. Put the old file back, or begin another run.");
        }
        List<Shown> shown = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                shown.addAll(conversation(line, number, file));
            }
        }
        if (shown.isEmpty()) {
            throw invalid(file + " shows nothing: there is no message of role assistant with a loss in it.");
        }
        PromptWriter prompts = PromptWriter.of(model);
        try {
            Demonstrations all = new Demonstrations(prompts, List.copyOf(shown), endOfTurn(prompts, model));
            if (prompts.imageProcessor().isEmpty() && shown.stream().anyMatch(one -> !one.images().isEmpty())) {
                throw invalid(file + " shows images, and the model in " + model + " reads text only.");
            }
            return all;
        } catch (RuntimeException e) {
            prompts.close();
            throw e;
        }
    }

    /** What {@link #read} holds a file to, so that a run that goes on learns from what it began with. */
    static String digest(Path file) {
        return digestOf(text(file));
    }

    private static String digestOf(String text) {
        return ContentHash.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new MaestroException(TrainingErrors.DEMONSTRATIONS_INVALID, "there is no file " + file
                    + ". It must lie where the trainer runs; check sft.data.", e);
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.DEMONSTRATIONS_INVALID, file + " cannot be read as UTF-8: " + e.getMessage(), e);
        }
    }

    /** The one that the template ends a message with; else the checkpoint's first. */
    private static int endOfTurn(PromptWriter prompts, Path model) {
        List<Integer> ends = prompts.endTokens().stream().sorted(Collections.reverseOrder()).toList();
        if (ends.isEmpty()) {
            throw invalid("the checkpoint in " + model + " names no token that ends a turn (eos_token_id in generation_config.json).");
        }
        String word = "Q";
        String whole = prompts.template().orElseThrow(() -> invalid("the checkpoint in " + model + " has no chat template."))
                .render(List.of(ChatTurn.text("user", word), ChatTurn.text(ASSISTANT, word)), false);
        int[] tail = prompts.tokenizer().encode(whole.substring(whole.lastIndexOf(word) + 1));
        return IntStream.of(tail).filter(ends::contains).findFirst().orElse(ends.getFirst());
    }

    private static List<Shown> conversation(String line, int number, Path file) {
        JsonNode messages;
        try {
            messages = Json.MAPPER.readTree(line).path("messages");
        } catch (JsonProcessingException e) {
            throw new MaestroException(TrainingErrors.DEMONSTRATIONS_INVALID,
                    place(file, number) + " is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw invalid(place(file, number) + " has no list \"messages\".");
        }
        List<Shown> shown = new ArrayList<>();
        List<ChatTurn> before = new ArrayList<>();
        List<Path> images = new ArrayList<>();
        for (JsonNode message : messages) {
            String where = place(file, number) + ", message " + (before.size() + 1);
            if (!message.path("role").isTextual()) {
                throw invalid(where + " has no role; system, user and assistant are usual.");
            }
            String role = message.path("role").textValue();
            List<Piece> pieces = new ArrayList<>();
            ChatTurn turn = turn(role, message, where, file, images, pieces);
            if (role.equals(ASSISTANT) && pieces.stream().anyMatch(Piece::learned)) {
                if (before.isEmpty()) {
                    throw invalid(where + " answers nothing: a message of another role has to stand before it.");
                }
                shown.add(new Shown(List.copyOf(before), List.copyOf(images), pieces));
            }
            before.add(turn);
        }
        return shown;
    }

    private static ChatTurn turn(String role, JsonNode message, String where, Path file, List<Path> images, List<Piece> pieces) {
        boolean learned = message.path("loss").asBoolean(true);
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            pieces.add(new Piece(content.textValue(), learned));
            return ChatTurn.text(role, content.textValue());
        }
        if (!content.isArray()) {
            throw invalid(where + ": the content must be a text or a list of parts of type text and image.");
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> {
                    text.append(part.path("text").asText());
                    pieces.add(new Piece(part.path("text").asText(), learned && part.path("loss").asBoolean(true)));
                    parts.add(new ChatTurn.Part.Text(part.path("text").asText()));
                }
                case "image" -> {
                    if (role.equals(ASSISTANT)) {
                        throw invalid(where + " shows an image; a policy writes text.");
                    }
                    Path image = file.toAbsolutePath().resolveSibling(part.path("path").asText());
                    if (!Files.isRegularFile(image)) {
                        throw invalid(where + ": there is no image \"" + part.path("path").asText() + "\" beside the file.");
                    }
                    images.add(image);
                    parts.add(new ChatTurn.Part.Image());
                }
                default -> throw invalid(where + ": a part is of type \"" + part.path("type").asText() + "\"; text and image are known.");
            }
        }
        // Templates know a policy's words as plain text.
        return role.equals(ASSISTANT) ? ChatTurn.text(role, text.toString()) : ChatTurn.parts(role, parts);
    }

    /** Messages to be learned. */
    int size() {
        return shown.size();
    }

    /**
     * @param step from 0; each epoch has an order of its own, which follows from the seed
     * @param size messages
     */
    SftBatch batch(int step, int size, long seed) {
        List<SftBatch.Prompt> batch = new ArrayList<>();
        for (long number = (long) step * size; number < (long) (step + 1) * size; number++) {
            List<Shown> order = new ArrayList<>(shown);
            Collections.shuffle(order, new Random(seed * 37 + number / order.size()));
            batch.add(prompt(order.get((int) (number % order.size()))));
        }
        return new SftBatch(batch);
    }

    private SftBatch.Prompt prompt(Shown one) {
        TokenPrompt before = prompts.prompt(one.before(), one.images().stream().map(Demonstrations::bytes).toList());
        List<Integer> ids = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (Piece piece : one.message()) {
            for (int id : prompts.tokenizer().encode(piece.text())) {
                if (piece.learned()) {
                    targets.add(Target.token(ids.size(), id));
                }
                ids.add(id);
            }
        }
        if (one.message().getLast().learned()) {
            targets.add(Target.token(ids.size(), endOfTurn));
            ids.add(endOfTurn);
        }
        return new SftBatch.Prompt(before.tokens(), before.images().stream().map(PlacedImage::patches).map(Supplier::get).toList(),
                List.of(new SftBatch.Response(ids.stream().mapToInt(Integer::intValue).toArray(), targets)));
    }

    private static byte[] bytes(Path image) {
        try {
            return Files.readAllBytes(image);
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.DEMONSTRATIONS_INVALID, "the image " + image + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static String place(Path file, int number) {
        return "line " + number + " of " + file.getFileName();
    }

    private static MaestroException invalid(String why) {
        return new MaestroException(TrainingErrors.DEMONSTRATIONS_INVALID, why);
    }

    @Override
    public void close() {
        prompts.close();
    }
}
