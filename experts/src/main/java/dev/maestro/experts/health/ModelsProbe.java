package dev.maestro.experts.health;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.CallContext;
import dev.maestro.core.Json;
import dev.maestro.core.registry.EndpointAddress;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.text.ShownAddress;
import dev.maestro.experts.health.ExpertHealth.State;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.http.HttpCall;
import dev.maestro.http.HttpEnd;
import dev.maestro.http.HttpExchanges;
import dev.maestro.http.HttpLimits;
import dev.maestro.http.HttpReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a server once: {@code GET /models}, with short limits. */
final class ModelsProbe {
    /** A list of names comes at once; a server that takes longer is not one to send a person's question to. */
    private static final HttpLimits LIMITS = new HttpLimits(1_000, 2_000, 3_000, 1_000_000);

    private final HttpExchanges http;
    private final Credentials credentials;

    ModelsProbe(HttpExchanges http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    ExpertHealth look(Expert expert) {
        String endpoint = expert.endpoint().orElse("");
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json", "User-Agent", "maestro"));
        HttpCall call;
        try {
            if (expert.credential().isPresent()) {
                headers.put("Authorization", "Bearer " + credentials.resolve(expert.credential().get()));
            }
            call = HttpCall.get(EndpointAddress.under(endpoint, "/models"), headers, LIMITS);
        } catch (Credentials.UnresolvedException e) {
            return health(expert, State.UNAUTHORIZED, Duration.ZERO, List.of(), e.reason() + ".");
        } catch (IllegalArgumentException e) {
            return health(expert, State.FAILING, Duration.ZERO, List.of(),
                    "the endpoint \"" + ShownAddress.of(endpoint) + "\" is not a usable address (" + e.getMessage() + ").");
        }
        Reply reply = new Reply();
        long start = System.nanoTime();
        HttpEnd end = http.run(call, reply, CallContext.NONE);
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return switch (end) {
            case HttpEnd.Failed(HttpEnd.Problem problem, String message) -> health(expert, state(problem), latency, List.of(),
                    message + ". Start the server at " + ShownAddress.of(endpoint) + " or correct the endpoint of the row.");
            case HttpEnd.Complete() -> judge(expert, reply, latency);
        };
    }

    private static State state(HttpEnd.Problem problem) {
        return switch (problem) {
            case NO_CONNECTION, CUT -> State.UNREACHABLE;
            case TIMED_OUT, CANCELLED -> State.TIMED_OUT;
            case NOT_HTTP, TOO_LARGE -> State.FAILING;
        };
    }

    private static ExpertHealth judge(Expert expert, Reply reply, Duration latency) {
        return switch (reply.status) {
            case 200 -> listed(expert, reply, latency);
            case 401, 403 -> health(expert, State.UNAUTHORIZED, latency, List.of(),
                    "the server refuses the key (status " + reply.status + "). Check the credential of the row.");
            case 404, 405, 501 -> health(expert, State.UP, latency, List.of(), "answers; does not list its models.");
            default -> health(expert, State.FAILING, latency, List.of(), "answers with status " + reply.status + ". See the server's log.");
        };
    }

    private static ExpertHealth listed(Expert expert, Reply reply, Duration latency) {
        List<String> served = new ArrayList<>();
        try {
            for (JsonNode model : Json.tree(reply.bytes.toString(StandardCharsets.UTF_8)).path("data")) {
                served.add(model.path("id").asText());
            }
        } catch (IllegalArgumentException _) {
            return health(expert, State.FAILING, latency, List.of(), "its list of models is not JSON. Is this a model server?");
        }
        String wanted = expert.model().orElse("");
        return served.isEmpty() || served.contains(wanted)
                ? health(expert, State.UP, latency, served, served.isEmpty() ? "answers; lists no models." : "serves \"" + wanted + "\".")
                : health(expert, State.MODEL_MISSING, latency, served, "does not serve \"" + wanted + "\" but "
                        + String.join(", ", served.subList(0, Math.min(5, served.size())))
                        + ". Correct the model of the row or start the server with it.");
    }

    private static ExpertHealth health(Expert expert, State state, Duration latency, List<String> served, String message) {
        return new ExpertHealth(expert.name(), state, latency, served, expert.model(), message);
    }

    private static final class Reply implements HttpReader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int status;

        @Override
        public void head(int code, Map<String, String> headers) {
            status = code;
        }

        @Override
        public boolean body(byte[] part) {
            bytes.writeBytes(part);
            return false;
        }
    }
}
