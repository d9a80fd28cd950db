package dev.maestro.app.wiring;

import dev.maestro.app.config.Configuration.RemotePolicy;
import dev.maestro.app.config.Credential;
import dev.maestro.core.CallContext;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.ChatRequest;
import dev.maestro.experts.openai.ChatResult;
import dev.maestro.http.HttpLimits;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.PolicyOutcome;
import java.util.List;

/** Reaches the remote policy's server through the one HTTP client of the program. Thread-safe. */
final class RemoteChat implements ChatModel {
    /** A decision streams for a minute on a busy server; nothing for two minutes means that it is stuck. */
    private static final HttpLimits LIMITS = new HttpLimits(5_000, 120_000, 300_000, 2_000_000);

    private final ChatClient client;
    private final RemotePolicy server;

    RemoteChat(ChatClient client, RemotePolicy server) {
        this.client = client;
        this.server = server;
    }

    @Override
    public Completion complete(Request request, CallContext context) {
        List<ChatRequest.Message> messages = request.messages().stream()
                .map(message -> new ChatRequest.Message(message.role(), message.images(), message.text()))
                .toList();
        ChatRequest chat = new ChatRequest(
                server.endpoint().toString(), server.model(), server.credential().map(Credential::reference), messages,
                request.temperature(),
                request.topP(), request.maxOutputTokens(), request.stop(), request.seed(), LIMITS, request.idempotencyKey());
        return switch (client.complete(chat, context)) {
            case ChatResult.Completed done -> new Completion.Text(
                    done.text(), done.finishReason(), done.stopReason(),
                    new PolicyOutcome.Usage(done.inputTokens(), done.outputTokens(), 0, done.latency()));
            case ChatResult.Failed(var failure) -> new Completion.Failed(
                    failure.kind(),
                    "the policy's server (policy.remote.*): " + withoutCode(failure),
                    failure.retryAfter());
        };
    }

    /** Expert failures say their code first, which is no code of the policy's. */
    private static String withoutCode(ExpertOutcome.Failure failure) {
        String code = ExpertErrors.of(failure.kind()) + ": ";
        return failure.message().startsWith(code) ? failure.message().substring(code.length()) : failure.message();
    }
}
