package dev.maestro.inference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.testing.ProcessingFiles;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
    @Test
    void conversations_are_written_as_the_reference_writes_them() {
        ChatTemplate template = ChatTemplate.of(ProcessingFiles.path("folder")).orElseThrow();
        List<JsonNode> rows = ProcessingFiles.rows("chats.jsonl");
        assertThat(rows).hasSizeGreaterThan(10);
        for (JsonNode row : rows) {
            assertThat(template.render(turns(row.get("messages")), row.get("add_generation_prompt").asBoolean()))
                    .isEqualTo(row.get("text").asText());
        }
    }

    static List<ChatTurn> turns(JsonNode messages) {
        List<ChatTurn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            if (message.get("content").isTextual()) {
                turns.add(ChatTurn.text(message.get("role").asText(), message.get("content").asText()));
                continue;
            }
            List<ChatTurn.Part> parts = new ArrayList<>();
            message.get("content").forEach(
                    part -> parts.add(part.has("text") ? new ChatTurn.Part.Text(part.get("text").asText()) : new ChatTurn.Part.Image()));
            turns.add(ChatTurn.parts(message.get("role").asText(), parts));
        }
        return turns;
    }

    @Test
    void a_template_is_found_in_each_of_its_places(@TempDir Path folder) throws IOException {
        assertThat(ChatTemplate.of(folder)).isEmpty();
        String source = "{{ eos_token }}{% for m in messages %}{{ m.role }}{% endfor %}";
        Files.writeString(folder.resolve("tokenizer_config.json"),
                ProcessingFiles.MAPPER.writeValueAsString(Map.of("eos_token", Map.of("content", "<e>"), "chat_template",
                        List.of(Map.of("name", "other", "template", "no"), Map.of("name", "default", "template", "c" + source)))));
        assertThat(rendered(folder)).isEqualTo("c<e>user");
        Files.writeString(folder.resolve("chat_template.json"),
                ProcessingFiles.MAPPER.writeValueAsString(Map.of("chat_template", "b" + source)));
        assertThat(rendered(folder)).isEqualTo("b<e>user");
        Files.writeString(folder.resolve("chat_template.jinja"), "a" + source);
        assertThat(rendered(folder)).isEqualTo("a<e>user");
    }

    private static String rendered(Path folder) {
        return ChatTemplate.of(folder).orElseThrow().render(List.of(ChatTurn.text("user", "x")), true);
    }

    @Test
    void a_template_that_cannot_be_used_is_refused_with_its_file(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "{% import 'os' as os %}");
        assertThatThrownBy(() -> ChatTemplate.of(folder)).isInstanceOf(CheckpointRefusedException.class)
                .hasMessageStartingWith("CHAT_TEMPLATE_UNSUPPORTED: ").hasMessageContaining("chat_template.jinja")
                .hasMessageContaining("import");
    }

    @Test
    void a_conversation_the_template_does_not_take_is_refused_with_its_reason() {
        ChatTemplate template = ChatTemplate.of(ProcessingFiles.path("folder")).orElseThrow();
        assertThatThrownBy(() -> template.render(List.of(ChatTurn.text("stranger", "x")), true))
                .hasMessageStartingWith("CHAT_TEMPLATE_REFUSED: ").hasMessageContaining("stranger");
    }
}
