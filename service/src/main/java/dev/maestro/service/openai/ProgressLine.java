package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.registry.feed.FeedEvent;
import java.util.Optional;

/** What happens to a query, in words for somebody who waits: one line an event. */
final class ProgressLine {
    private ProgressLine() {}

    /** The line, with its end; empty for what nobody needs to read. */
    static Optional<String> of(FeedEvent event) {
        JsonNode data = event.data();
        String detail = data.path("detail").asText();
        String line = switch (event.kind()) {
            case "decided" -> data.path("action").path("type").asText().equals("call")
                    ? "asks " + data.path("action").path("expert").asText() + " with " + data.path("action").path("skill").asText()
                    : "";
            case "step" -> "asked " + data.path("expert").asText() + (data.path("skill").asText().isEmpty()
                    ? ""
                    : " with "
                            + data.path("skill").asText())
                    + ": " + data.path("call").asText() + " done";
            case "failed_attempt" -> data.path("expert").asText() + " failed at " + data.path("call").asText() + ": "
                    + data.path("failure").asText();
            case "approval_requested" -> "waits for a person's word about " + detail;
            case "approval_decided" -> data.path("kind").asText() + ": " + detail;
            case "paused", "resumed" -> event.kind() + " by " + detail;
            case "retried" -> "begins again";
            default -> "";
        };
        return line.isEmpty() ? Optional.empty() : Optional.of(line.replaceAll("[\\r\\n]+", " ") + "\n");
    }
}
