package dev.maestro.policy.protocol;

import dev.maestro.core.registry.Profile;
import dev.maestro.policy.Action;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Transcript;
import java.util.List;

/**
 * Says how a policy that writes text is addressed and understood. This is the one place in the program where profiles
 * differ in code. Stateless and thread-safe.
 */
public sealed interface Protocol permits DefaultProtocol, ReferenceProtocol {
    static Protocol of(Profile profile) {
        return switch (profile) {
            case DEFAULT -> new DefaultProtocol();
            case REFERENCE -> new ReferenceProtocol();
        };
    }

    /**
     * The conversation so far, rendered from the pinned registry; ends with a user message.
     *
     * @throws IllegalArgumentException when a prompt is missing or broken; {@link PolicyPrompts#check} finds it beforehand
     */
    List<ChatModel.Message> messages(Transcript transcript);

    /** Strings that end a generation; a server leaves them out of the text, {@link #read} does not mind. */
    List<String> stop();

    /**
     * What a generation means. Total: never throws, whatever the text.
     *
     * @param text         as generated, thoughts included
     * @param finishReason {@code stop} or {@code length}; anything else is read as {@code stop}
     * @param transcript   the turns before it
     */
    Reading read(String text, String finishReason, Transcript transcript);

    /**
     * @param kept   what stays in the context: without thoughts, up to the end of the action
     * @param action what it means
     * @param note   what was passed over, one sentence; empty when nothing was
     */
    record Reading(String kept, Action action, String note) {}
}
