package dev.maestro.experts.openai;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.EndpointAddress;
import dev.maestro.core.text.ShownAddress;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.FailureTable;
import dev.maestro.http.HttpCall;
import dev.maestro.http.HttpEnd;
import dev.maestro.http.HttpExchanges;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks any OpenAI-compatible server for chat completions, with one circuit breaker per endpoint. It retries nothing and
 * never throws for anything a server does; what {@link CallContext#beforeSending} throws is the caller's own. Thread-safe; a call blocks its (virtual) thread.
 */
public final class ChatClient {
    private final HttpExchanges http;
    private final Credentials credentials;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    public ChatClient(HttpExchanges http, Credentials credentials) {
        this(http, credentials, System::nanoTime, InstantSource.system());
    }

    ChatClient(HttpExchanges http, Credentials credentials, LongSupplier nanoTime, InstantSource clock) {
        this.http = http;
        this.credentials = credentials;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    public ChatResult complete(ChatRequest request, CallContext context) {
        HttpCall call;
        try {
            call = call(request);
        } catch (Credentials.UnresolvedException e) {
            return failed(FailureKind.UNAUTHORIZED, request, e.reason(), Optional.empty());
        } catch (IllegalArgumentException e) {
            return failed(FailureKind.BAD_REQUEST, request, "the endpoint is not a usable address (" + e.getMessage() + ")",
                    Optional.empty());
        }
        CircuitBreaker breaker = breakers.computeIfAbsent(request.endpoint(), _ -> new CircuitBreaker(nanoTime));
        Optional<CircuitBreaker.Open> open = breaker.enter();
        if (open.isPresent()) {
            return failed(FailureKind.OVERLOADED, request, "the circuit is open: " + open.get().sentence(),
                    Optional.of(open.get().retryAfter()));
        }
        ChatResult result = null;
        try {
            context.beforeSending();
            long start = System.nanoTime();
            ReplyReader reply = new ReplyReader(context);
            HttpEnd end = http.run(call, reply, context);
            result = new ReplyJudge(request, clock).judge(end, reply, Duration.ofNanos(System.nanoTime() - start));
            return result;
        } finally {
            tell(breaker, result);
        }
    }

    private static void tell(CircuitBreaker breaker, @Nullable ChatResult result) {
        switch (result) {
            case null -> breaker.unknown();
            case ChatResult.Completed _ -> breaker.succeeded();
            case ChatResult.Failed(Failure failure) -> {
                if (failure.kind() == FailureKind.CANCELLED) {
                    breaker.unknown();
                } else if (FailureTable.speaksOfTheServer(failure.kind())) {
                    breaker.failed(failure.kind() + (failure.status() == 0 ? "" : " (status " + failure.status() + ")"));
                } else {
                    breaker.succeeded();
                }
            }
        }
    }

    private HttpCall call(ChatRequest request) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type", "application/json", "Accept", "text/event-stream, application/json", "User-Agent", "maestro"));
        if (!request.idempotencyKey().isBlank()) {
            headers.put("Idempotency-Key", request.idempotencyKey());
        }
        if (request.credential().isPresent()) {
            headers.put("Authorization", "Bearer " + credentials.resolve(request.credential().get()));
        }
        return new HttpCall("POST", EndpointAddress.under(request.endpoint(), "/chat/completions"), Optional.empty(), headers,
                RequestBody.of(request),
                request.limits());
    }

    private static ChatResult failed(FailureKind kind, ChatRequest request, String sentence, Optional<Duration> retryAfter) {
        return new ChatResult.Failed(new Failure(kind, 0,
                ExpertErrors.of(kind) + ": " + request.model() + " at " + ShownAddress.of(request.endpoint()) + ": " + sentence + ".",
                retryAfter));
    }
}
