package dev.maestro.service.queries;

import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.service.http.ApiReply;

/** What every reply about one query says in its headers. */
public final class QueryReplies {
    private QueryReplies() {}

    /** The reply, with id, revision and experts of the query. */
    public static ApiReply identified(ApiReply reply, QueryOverview query) {
        reply.header("Maestro-Query-Id", query.id());
        query.pin().ifPresent(pin -> reply.header("Maestro-Registry-Revision", String.valueOf(pin.registryRevision())));
        if (!query.experts().isEmpty()) {
            reply.header("Maestro-Experts", String.join(",", query.experts()).replaceAll("[^\\x20-\\x7e]", "?"));
        }
        return reply;
    }
}
