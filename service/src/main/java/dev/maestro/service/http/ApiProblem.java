package dev.maestro.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.images.ImageErrors;
import dev.maestro.registry.database.DatabaseUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a refusal is over HTTP: status, type, and whether sending the request again makes sense. One table for all routes, since
 * whoever refuses knows its code only.
 *
 * @param type as OpenAI's clients know it
 * @param code OpenAI's word where it has one, else ours
 */
record ApiProblem(int status, String type, String code, boolean retry) {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProblem.class);

    private static final String INVALID = "invalid_request_error";
    /** What the error's fields say besides {@code detail}. */
    private static final List<String> OF_THE_ERROR = List.of("param", "query_id");

    private static final Map<String, ApiProblem> BY_CODE = Map.ofEntries(
            of(400, INVALID, "", "REQUEST_MALFORMED", "QUESTION_INVALID", "QUESTION_TOO_LONG", "IMAGE_REQUIRED", "TOO_MANY_IMAGES",
                    "IDEMPOTENCY_KEY_INVALID",
                    "ORIGIN_REFUSED", "CURSOR_INVALID", "KEY_IN_ADDRESS", "CONCURRENCY_INVALID"),
            of(400, INVALID, "invalid_json", "INVALID_JSON"),
            of(400, INVALID, "invalid_value", "INVALID_VALUE", "POLICY_UNKNOWN", "BODY_EMPTY"),
            of(400, INVALID, "missing_required_parameter", "PARAMETER_MISSING"),
            of(400, INVALID, "invalid_image", "IMAGE_DATA_INVALID"),
            of(400, INVALID, "unsupported_parameter", "PARAMETER_UNKNOWN", "PARAMETER_UNSUPPORTED"),
            of(400, INVALID, "image_url_refused", "IMAGE_URL_NOT_ALLOWED", "IMAGE_ADDRESS_NOT_ALLOWED", "IMAGE_UNREACHABLE",
                    "IMAGE_TIMED_OUT", "IMAGE_FETCH_REFUSED", "IMAGE_TOO_MANY_REDIRECTS"),
            of(401, INVALID, "invalid_api_key", "KEY_MISSING", "KEY_UNKNOWN"),
            of(403, "permission_error", "", "SCOPE_MISSING"),
            of(404, INVALID, "", "ROUTE_UNKNOWN", "QUERY_UNKNOWN", "IMAGE_UNKNOWN", "TEXT_UNKNOWN", "REVISION_UNKNOWN",
                    "EXPERT_OR_SKILL_UNKNOWN", "EVALUATION_UNKNOWN", "APPROVAL_UNKNOWN", "TENANT_UNKNOWN", "KEY_ID_UNKNOWN", "FILE_UNKNOWN",
                    "RESPONSE_UNKNOWN"),
            of(404, INVALID, "model_not_found", "MODEL_UNKNOWN"),
            of(405, INVALID, "", "METHOD_NOT_ALLOWED"),
            of(406, INVALID, "", "NOT_ACCEPTABLE"),
            retried(408, "timeout_error", "", "STILL_RUNNING", "BODY_TOO_SLOW"),
            of(409, "conflict_error", "", "NOT_STEERABLE", "QUERY_ENDED", "QUERY_NOT_RETRYABLE", "APPROVAL_NOT_WANTED",
                    "APPROVAL_ALREADY_DECIDED", "REVISION_CHANGED",
                    "COUNT_CHANGED", "EVALUATION_ENDED", "REVISION_REFUSED"),
            of(413, INVALID, "", "BODY_TOO_LARGE"),
            of(413, INVALID, "IMAGE_TOO_LARGE", "IMAGE_TOO_MANY_BYTES"),
            of(415, INVALID, "", "MEDIA_TYPE_UNSUPPORTED"),
            of(421, INVALID, "", "HOST_REFUSED"),
            of(422, INVALID, "", "IDEMPOTENCY_KEY_REUSED"),
            retried(429, "rate_limit_error", "rate_limit_exceeded", "KEY_TRIES_EXCEEDED"),
            retried(429, "rate_limit_error", "rate_limit_exceeded", "RATE_EXCEEDED", "TOO_MANY_RUNNING"),
            of(429, "insufficient_quota", "insufficient_quota", "TENANT_BUDGET_SPENT", "KEY_BUDGET_SPENT"),
            of(431, INVALID, "", "HEADERS_TOO_LARGE"),
            of(499, "client_closed", "", "CLIENT_CLOSED"),
            retried(503, "server_error", "", "DATABASE_UNAVAILABLE", "ENGINE_UNAVAILABLE", "SHUTTING_DOWN")).entrySet().stream()
            .flatMap(entry -> entry.getKey().stream().map(code -> Map.entry(code, entry.getValue())))
            .collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static Map.Entry<List<String>, ApiProblem> of(int status, String type, String word, String... codes) {
        return Map.entry(List.of(codes), new ApiProblem(status, type, word, false));
    }

    private static Map.Entry<List<String>, ApiProblem> retried(int status, String type, String word, String... codes) {
        return Map.entry(List.of(codes), new ApiProblem(status, type, word, true));
    }

    /** Ends of queries that more or other means would have prevented, and those that people wanted. */
    private static final Set<String> ENDED_BY_ITSELF = Set.of("TURNS_EXHAUSTED", "BUDGET_EXCEEDED", "WALL_TIME_EXCEEDED",
            "POLICY_NO_EXPERT",
            "NO_EXPERT", "APPROVAL_DENIED", "STEP_INVALID", "STEP_UNSUPPORTED", "EXPERT_NOT_ADMITTED", "CANCELLED");

    private static ApiProblem of(MaestroException refusal) {
        return refusal instanceof QueryFailedException
                ? new ApiProblem(ENDED_BY_ITSELF.contains(refusal.code().name()) ? 422 : 502, "query_failed", "", false)
                : of(refusal.code());
    }

    /** The body of an error that a stream tells when its headers are out already. */
    static ObjectNode body(Throwable thrown, String requestId) {
        MaestroException refusal = refusal(thrown, requestId);
        return body(of(refusal), refusal, requestId);
    }

    /** What a code is over HTTP; of one that nobody expected to leave the program, a failure of the server. */
    static ApiProblem of(ErrorCode code) {
        ApiProblem known = BY_CODE.get(code.name());
        if (known != null) {
            return known;
        }
        return code instanceof ImageErrors
                ? new ApiProblem(400, INVALID, "invalid_image", false)
                : new ApiProblem(500, "server_error", "", false);
    }

    /** The reply to a request that something was thrown at. Nothing of a defect is told to the caller but the request's id. */
    static ApiReply reply(Throwable thrown, String requestId) {
        MaestroException refusal = refusal(thrown, requestId);
        ApiProblem problem = of(refusal);
        if (problem.status() >= 500 && !(refusal instanceof QueryFailedException)) {
            LOG.warn("request={} status={} code={} message={}", requestId, problem.status(), refusal.code().name(), refusal.reason());
        }
        ApiReply reply = ApiReply.json(problem.status(), body(problem, refusal, requestId)).refused(refusal.code().name())
                .header("x-should-retry", String.valueOf(problem.retry()));
        if (problem.status() == 401) {
            reply.header("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 429 || problem.status() == 503 || problem.status() == 408) {
            reply.header("Retry-After", String.valueOf(refusal.fields().getOrDefault("retry_after_s", 1)));
        }
        if (refusal.fields().get("query_id") instanceof String id) {
            reply.header("Maestro-Query-Id", id);
        }
        if (refusal.fields().get("allow") instanceof String methods) {
            reply.header("Allow", methods);
        }
        return reply;
    }

    private static MaestroException refusal(Throwable thrown, String requestId) {
        if (thrown instanceof DatabaseUnavailableException unavailable) {
            LOG.warn("request={} database unavailable: {}", requestId, unavailable.getMessage());
            return new MaestroException(unavailable.code(), "the database cannot be reached just now. Try again.");
        }
        if (thrown instanceof MaestroException refused && of(refused).status() != 500) {
            return refused;
        }
        LOG.error("request={} failed", requestId, thrown);
        return new MaestroException(ApiErrors.INTERNAL, "the server failed at this as it never should. Report it with the request id "
                + requestId + ".");
    }

    private static ObjectNode body(ApiProblem problem, MaestroException refusal, String requestId) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("message", String.valueOf(refusal.getMessage())).put("type", problem.type());
        error.put("param", Optional.ofNullable(refusal.fields().get("param")).map(Object::toString).orElse(null));
        error.put("code", problem.code().isEmpty() ? refusal.code().name() : problem.code());
        ObjectNode ours = error.putObject("maestro").put("code", refusal.code().name());
        ours.put("query_id", Optional.ofNullable(refusal.fields().get("query_id")).map(Object::toString).orElse(null));
        ours.put("request_id", requestId);
        ObjectNode detail = ours.putObject("detail");
        refusal.fields().forEach((name, value) -> {
            if (!OF_THE_ERROR.contains(name)) {
                detail.set(name, Json.MAPPER.valueToTree(value));
            }
        });
        return body;
    }
}
