package dev.maestro.policy.remote;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.Action;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicySettingsErrors;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.protocol.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The learned policy behind an OpenAI-compatible server, e.g. vLLM with the published 4B checkpoint. What
 * it is told and how it is understood is the {@link Protocol} of the query's profile. It retries nothing:
 * a failure of the server is {@link PolicyOutcome.Failure}; a text without a valid action is decided
 * as {@link Action.Invalid}, which the model reads in its next turn.
 */
public final class RemotePolicy implements Policy {
    public static final String NAME = "remote";

    private final ChatModel model;
    private final Settings settings;

    /**
     * @param version         what is recorded as having decided, e.g. the model's name
     * @param temperature     0 to 2; 0 decides the same way each time as far as the server does
     * @param topP            above 0, to 1
     * @param maxOutputTokens of one decision, thoughts included
     */
    public record Settings(String version, double temperature, double topP, int maxOutputTokens) {
        public Settings {
            if (temperature < 0 || temperature > 2 || topP <= 0 || topP > 1 || maxOutputTokens < 1) {
                throw new MaestroException(PolicySettingsErrors.POLICY_SETTINGS_INVALID,
                        "temperature " + temperature + " (0 to 2), top_p " + topP
                                + " (above 0, to 1), max_output_tokens " + maxOutputTokens + " (at least 1)");
            }
        }

        /** Decides greedily. 2,048 tokens hold the longest useful thought and an action. */
        public static Settings greedy(String version) {
            return new Settings(version, 0, 1, 2_048);
        }
    }

    public RemotePolicy(ChatModel model, Settings settings) {
        this.model = model;
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return settings.version();
    }

    @Override
    public PolicyOutcome next(Transcript transcript, CallContext context) {
        Protocol protocol = Protocol.of(transcript.profile());
        List<ChatModel.Message> messages;
        try {
            messages = protocol.messages(transcript);
        } catch (MaestroException e) {
            return new PolicyOutcome.Failure(PolicyErrors.POLICY_BAD_REQUEST, String.valueOf(e.getMessage()), Optional.empty());
        }
        int tokens = Math.max(1, Math.min(settings.maxOutputTokens(), transcript.maxOutputTokens()));
        String key = transcript.queryId() + "/" + (transcript.turns().size() + 1) + "/policy";
        double temperature = transcript.randomness().map(Transcript.Randomness::temperature).orElse(settings.temperature());
        ChatModel.Request request = new ChatModel.Request(messages, protocol.stop(), temperature, settings.topP(), tokens,
                transcript.randomness().map(Transcript.Randomness::seed), key);
        return switch (model.complete(request, context)) {
            case ChatModel.Completion.Failed(var kind, var message, var retryAfter) ->
                new PolicyOutcome.Failure(PolicyErrors.of(kind), message, retryAfter);
            case ChatModel.Completion.Text text -> decided(protocol, text, transcript);
        };
    }

    private static PolicyOutcome decided(Protocol protocol, ChatModel.Completion.Text text, Transcript transcript) {
        // Servers leave the stop string out of the text, and say which it was only sometimes.
        String whole = text.stoppedAt().filter(s -> !text.text().endsWith(s)).map(s -> text.text() + s).orElse(text.text());
        Protocol.Reading reading = protocol.read(whole, text.finishReason(), transcript);
        String why = "chosen by the model" + (reading.note().isEmpty() ? "" : "; " + reading.note());
        return new PolicyOutcome.Decided(reading.kept(), reading.action(), OptionalDouble.empty(), List.of(), why, text.usage())
                .having(whole);
    }
}
