package dev.maestro.experts.openai;

import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.text.ShownAddress;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.http.HttpEnd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decides what a reply amounts to. Its messages hold no prompt, image or key, even when the server repeats them. */
final class ReplyJudge {
    /** Longest part of a server's own words that goes into a message. */
    private static final int QUOTED = 200;
    /** So many characters in common with the request are no coincidence. */
    private static final int REPEATED = 24;

    /** Reasons to finish that are none: what was said before them is no answer. */
    private static final Set<String> GAVE_UP = Set.of("error", "failed", "failure", "abort", "aborted", "cancelled", "canceled", "timeout",
            "server_error", "network_error", "insufficient_system_resource");

    private final ChatRequest request;
    private final InstantSource clock;

    ReplyJudge(ChatRequest request, InstantSource clock) {
        this.request = request;
        this.clock = clock;
    }

    ChatResult judge(HttpEnd end, ReplyReader reply, Duration latency) {
        if (end instanceof HttpEnd.Failed(HttpEnd.Problem problem, String message)) {
            return failed(kind(problem), reply.status(), message);
        }
        reply.end();
        if (!reply.ok()) {
            return refused(reply);
        }
        if (reply.error().isPresent()) {
            int code = ServerWords.status(reply.error().get());
            // servers repeat parts of the key where they refuse it
            return failed(kind(code), code, "the server reports an error in the middle of its reply"
                    + (kind(code) == FailureKind.UNAUTHORIZED ? "" : quoted(ServerWords.in(reply.error().get()))));
        }
        if (GAVE_UP.contains(reply.finishReason().toLowerCase(Locale.ROOT))) {
            return failed(FailureKind.SERVER_ERROR, reply.status(), "the server gave up in the middle of its reply (finish_reason "
                    + reply.finishReason() + "), after " + reply.text().length() + " characters");
        }
        if (reply.unreadable().isPresent()) {
            return unusable(reply, reply.unreadable().get());
        }
        if (!reply.complete()) {
            return reply.hasChoice()
                    ? failed(FailureKind.UNREACHABLE, reply.status(),
                            "the reply ends in the middle, after " + reply.text().length() + " characters")
                    : unusable(reply, "the reply holds no choice");
        }
        if (!reply.hasChoice()) {
            return unusable(reply, "the reply holds no choice");
        }
        if (reply.text().isBlank()) {
            return unusable(reply, (reply.contentMissing() ? "the reply's content is null" : "the reply's text is empty")
                    + " (finish_reason " + reply.finishReason() + ")"
                    + ("length".equals(reply.finishReason())
                            ? "; all " + request.maxTokens() + " tokens went elsewhere: raise max_output_tokens"
                            : ""));
        }
        OptionalLong in = reply.usage().input();
        OptionalLong out = reply.usage().output();
        return new ChatResult.Completed(reply.text(), reply.finishReason(), reply.stopReason(),
                in.orElseGet(this::estimatedInput), out.orElseGet(() -> estimated(reply.text().length())),
                in.isPresent() && out.isPresent(), latency);
    }

    private ChatResult refused(ReplyReader reply) {
        int status = reply.status();
        FailureKind kind = kind(status);
        String said = switch (kind) {
            // servers repeat parts of the key here
            case UNAUTHORIZED -> ". Check the credential of its row";
            default -> quoted(reply.refusal());
        };
        if (status >= 300 && status < 400) {
            said = ", a redirect, which is not followed. Set the endpoint to where it leads";
        } else if (status == 404) {
            said += ". Check the endpoint (it ends before /chat/completions) and the model \"" + request.model() + "\"";
        }
        Optional<Duration> retryAfter = reply.header("retry-after").flatMap(value -> RetryAfter.parse(value, clock.instant()));
        return new ChatResult.Failed(new Failure(kind, status, message(kind, "status " + status + said), retryAfter));
    }

    private ChatResult unusable(ReplyReader reply, String sentence) {
        return failed(FailureKind.UNUSABLE_REPLY, reply.status(), sentence);
    }

    private ChatResult failed(FailureKind kind, int status, String sentence) {
        return new ChatResult.Failed(new Failure(kind, status, message(kind, sentence), Optional.empty()));
    }

    private String message(FailureKind kind, String sentence) {
        return ExpertErrors.of(kind) + ": " + request.model() + " at " + ShownAddress.of(request.endpoint()) + ": " + sentence + ".";
    }

    private static FailureKind kind(HttpEnd.Problem problem) {
        return switch (problem) {
            case NO_CONNECTION, CUT -> FailureKind.UNREACHABLE;
            case TIMED_OUT -> FailureKind.TIMED_OUT;
            case NOT_HTTP -> FailureKind.UNUSABLE_REPLY;
            case TOO_LARGE -> FailureKind.REPLY_TOO_LARGE;
            case CANCELLED -> FailureKind.CANCELLED;
        };
    }

    private static FailureKind kind(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.UNAUTHORIZED;
            case 408 -> FailureKind.TIMED_OUT;
            case 429 -> FailureKind.RATE_LIMITED;
            default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.BAD_REQUEST;
        };
    }

    /** The server's own words, short, and only as far as they repeat nothing of the request. */
    private String quoted(String said) {
        String words = said.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (words.isEmpty()) {
            return "";
        }
        String shortened = words.length() <= QUOTED ? words : words.substring(0, QUOTED) + "…";
        return repeatsTheRequest(shortened) ? " (its message is withheld: it repeats the request)" : " (\"" + shortened + "\")";
    }

    private boolean repeatsTheRequest(String words) {
        if (words.contains(";base64,")) {
            return true;
        }
        for (ChatRequest.Message message : request.messages()) {
            for (int at = 0; at + REPEATED <= words.length(); at++) {
                if (message.text().contains(words.substring(at, at + REPEATED))) {
                    return true;
                }
            }
            String text = message.text().strip();
            if (text.length() >= 8 && text.length() < REPEATED && words.contains(text)) {
                return true;
            }
        }
        return false;
    }

    private long estimatedInput() {
        return estimated(request.messages().stream().mapToLong(message -> message.text().length()).sum());
    }

    private static long estimated(long characters) {
        return Math.ceilDiv(characters, 4);
    }
}
