package dev.maestro.inference.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.inference.text.jinja.JinjaException;
import dev.maestro.inference.text.jinja.JinjaTemplate;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a checkpoint wants a conversation written, in its own template. Looked for in {@code chat_template.jinja},
 * {@code chat_template.json} and {@code tokenizer_config.json}, in this order. Thread-safe.
 */
public final class ChatTemplate {
    private static final String[] SPECIAL_TOKENS = {"bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token",
        "mask_token"};

    private final Path file;
    private final JinjaTemplate template;
    private final Map<String, Object> specialTokens;

    private ChatTemplate(Path file, JinjaTemplate template, Map<String, Object> specialTokens) {
        this.file = file;
        this.template = template;
        this.specialTokens = specialTokens;
    }

    /**
     * @return empty when the checkpoint has none: such a model continues tokens, it does not converse
     * @throws CheckpointRefusedException {@code CHAT_TEMPLATE_UNREADABLE} or {@code CHAT_TEMPLATE_UNSUPPORTED}
     */
    public static Optional<ChatTemplate> of(Path folder) {
        JsonNode config = json(folder.resolve("tokenizer_config.json"));
        Path own = folder.resolve("chat_template.jinja");
        Path wrapped = folder.resolve("chat_template.json");
        if (Files.isRegularFile(own)) {
            return Optional.of(parse(own, read(own), config));
        }
        Optional<String> inFile = text(json(wrapped).path("chat_template"));
        if (inFile.isPresent()) {
            return Optional.of(parse(wrapped, inFile.get(), config));
        }
        return text(config.path("chat_template")).map(source -> parse(folder.resolve("tokenizer_config.json"), source, config));
    }

    /** The file it stands in. */
    public Path file() {
        return file;
    }

    /**
     * @param addGenerationPrompt whether the text ends where the model's next turn begins
     * @throws PromptRefusedException when the template refuses the conversation; the message says why
     */
    public String render(List<ChatTurn> turns, boolean addGenerationPrompt) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put("messages", turns.stream().map(ChatTemplate::message).toList());
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", addGenerationPrompt);
        try {
            return template.render(variables);
        } catch (JinjaException e) {
            throw new PromptRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_REFUSED,
                    file.getFileName() + " does not take this conversation: " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, Object> message(ChatTurn turn) {
        return Map.of("role", turn.role(), "content", switch (turn.content()) {
            case ChatTurn.Content.Plain(String text) -> text;
            case ChatTurn.Content.Parts(List<ChatTurn.Part> parts) -> parts.stream().map(part -> switch (part) {
                case ChatTurn.Part.Text(String text) -> Map.of("type", "text", "text", text);
                case ChatTurn.Part.Image() -> Map.of("type", "image");
            }).toList();
        });
    }

    private static ChatTemplate parse(Path file, String source, JsonNode config) {
        Map<String, Object> special = new HashMap<>();
        for (String name : SPECIAL_TOKENS) {
            JsonNode token = config.path(name);
            Optional.ofNullable(token.isTextual() ? token.asText() : token.path("content").textValue())
                    .ifPresent(value -> special.put(name, value));
        }
        try {
            return new ChatTemplate(file, JinjaTemplate.parse(source), Map.copyOf(special));
        } catch (JinjaException e) {
            throw new CheckpointRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_UNSUPPORTED,
                    "the chat template in " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** One template, or of several the one named default. */
    private static Optional<String> text(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.asText());
        }
        for (JsonNode named : node) {
            if (named.path("name").asText().equals("default")) {
                return Optional.ofNullable(named.path("template").textValue());
            }
        }
        return Optional.ofNullable(node.path("default").textValue());
    }

    private static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            return Json.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new CheckpointRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_UNREADABLE,
                    file + " is not JSON: " + e.getMessage() + ". Fetch the file again.", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CheckpointRefusedException(ChatTemplateErrors.CHAT_TEMPLATE_UNREADABLE,
                    file + " is not UTF-8 text: " + e.getMessage() + ". Fetch the file again.", e);
        }
    }
}
