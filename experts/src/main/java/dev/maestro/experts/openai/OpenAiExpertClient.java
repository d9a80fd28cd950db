package dev.maestro.experts.openai;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ConcurrencyLimiter;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.experts.openai.ChatRequest.Message;
import dev.maestro.http.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls experts behind OpenAI-compatible servers. Each expert has as many calls at once as its row allows; further
 * calls wait their turn for a bounded time.
 */
public final class OpenAiExpertClient implements ExpertClient {
    /** Longer than most calls take, so that a short queue drains; shorter than a person's patience. */
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(30);

    private final ChatClient chat;
    private final Duration longestQueue;
    private final long maxReplyBytes;
    private final Map<String, ConcurrencyLimiter> gates = new ConcurrentHashMap<>();

    public OpenAiExpertClient(ChatClient chat) {
        this(chat, LONGEST_QUEUE, HttpLimits.DEFAULT_MAX_BYTES);
    }

    /** @param longestQueue how long a call waits for a place at its expert */
    public OpenAiExpertClient(ChatClient chat, Duration longestQueue, long maxReplyBytes) {
        this.chat = chat;
        this.longestQueue = longestQueue;
        this.maxReplyBytes = maxReplyBytes;
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        Expert expert = request.expert();
        if (expert.endpoint().isEmpty() || expert.model().isEmpty()) {
            return failure(FailureKind.BAD_REQUEST, expert, "has no endpoint or no model in its row");
        }
        int limit = expert.limits().maxConcurrency();
        ConcurrencyLimiter gate = gates.computeIfAbsent(expert.name(), _ -> new ConcurrencyLimiter(limit));
        return switch (gate.enter(limit, longestQueue.toMillis(), context)) {
            case CANCELLED -> failure(FailureKind.CANCELLED, expert, "was no longer wanted by its caller");
            case FULL -> failure(FailureKind.OVERLOADED, expert,
                    "had no free place within " + longestQueue.toMillis() + " ms: " + gate.inside()
                            + " calls running (limit " + limit + "), " + gate.waiting()
                            + " more waiting. Raise max_concurrency or add a server");
            case ENTERED -> {
                try {
                    yield outcome(expert, chat.complete(chatRequest(request), context));
                } finally {
                    gate.leave();
                }
            }
        };
    }

    private ChatRequest chatRequest(ExpertRequest request) {
        Expert expert = request.expert();
        Expert.Limits limits = expert.limits();
        List<Message> messages = new ArrayList<>();
        if (!request.system().isBlank()) {
            messages.add(Message.system(request.system()));
        }
        messages.add(Message.user(request.prompt(), request.images().toArray(Image[]::new)));
        int maxTokens = request.maxOutputTokens() > 0
                ? Math.min(request.maxOutputTokens(), limits.maxOutputTokens())
                : limits.maxOutputTokens();
        return new ChatRequest(expert.endpoint().orElseThrow(), expert.model().orElseThrow(), expert.credential(), messages,
                expert.temperature(), 1,
                maxTokens, request.stop(), Optional.empty(),
                new HttpLimits(limits.connectTimeoutMs(), limits.firstByteTimeoutMs(), limits.totalTimeoutMs(), maxReplyBytes),
                request.idempotencyKey());
    }

    private static ExpertOutcome outcome(Expert expert, ChatResult result) {
        return switch (result) {
            case ChatResult.Failed(Failure failure) -> failure;
            case ChatResult.Completed completed -> new Answered(new Reply(completed.text(), Optional.empty(), completed.inputTokens(),
                    completed.outputTokens(), expert.price().micros(completed.inputTokens(), completed.outputTokens()), completed.latency(),
                    completed.finishReason()));
        };
    }

    private static Failure failure(FailureKind kind, Expert expert, String sentence) {
        return Failure.of(kind, ExpertErrors.of(kind) + ": expert \"" + expert.name() + "\" " + sentence + ".");
    }
}
