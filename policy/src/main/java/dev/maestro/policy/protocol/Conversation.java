package dev.maestro.policy.protocol;

import dev.maestro.policy.ChatModel.Message;
import dev.maestro.policy.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lays a transcript out as chat turns: system, user with the images, then assistant and user by turns. */
final class Conversation {
    private Conversation() {}

    /** @param referenceError how the reference system puts what is no evidence */
    static List<Message> of(Transcript transcript, Function<Transcript.Observation, String> referenceError) {
        PolicyPrompts prompts = new PolicyPrompts(transcript.snapshot(), transcript.profile());
        List<Message> messages = new ArrayList<>();
        messages.add(new Message("system", List.of(), prompts.system(transcript.unavailable())));
        messages.add(new Message("user", transcript.images(), prompts.user(transcript.question())));
        for (Transcript.Turn turn : transcript.turns()) {
            if (turn.text().isBlank()) {
                continue; // a turn that left nothing in the context
            }
            messages.add(new Message("assistant", List.of(), turn.text()));
            messages.add(new Message("user", List.of(), prompts.observation(turn.observation(), referenceError.apply(turn.observation()))));
        }
        if (transcript.turnsLeft() <= 1) {
            Message last = messages.removeLast();
            messages.add(new Message(last.role(), last.images(), last.text() + "\n\n" + prompts.lastTurn()));
        }
        return List.copyOf(messages);
    }
}
