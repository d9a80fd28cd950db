package dev.maestro.service.http;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;

/** A query ended without an answer, and somebody waits for it. To ask the same again would do the same. */
public final class QueryFailedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason  code of the record
     * @param message of the record; may be empty
     */
    public QueryFailedException(String queryId, String reason, String message) {
        super(new RecordedReason(reason.isBlank() ? "FAILED" : reason),
                (message.isBlank() ? "the query ended without an answer" : message.strip().replaceFirst("\\.$", ""))
                        + ". See GET /v1/queries/" + queryId + "/history.",
                Map.of("query_id", queryId), null);
    }
}
