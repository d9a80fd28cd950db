package dev.maestro.policy.protocol;

import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Transcript;
import java.util.List;

/**
 * The protocol of the default profile: one action per turn, read by {@link Actions}; failures are notices, and only
 * evidence stands in information tags.
 */
public final class DefaultProtocol implements Protocol {
    @Override
    public List<ChatModel.Message> messages(Transcript transcript) {
        return Conversation.of(transcript, _ -> "");
    }

    @Override
    public List<String> stop() {
        return List.of("</search>", "</answer>");
    }

    @Override
    public Reading read(String text, String finishReason, Transcript transcript) {
        return Actions.read(text, finishReason.equals("length"));
    }
}
