package dev.maestro.service.queries;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryIds;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.submissions.QueryFilter;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.service.access.AccessErrors;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds queries for those who may see them. What belongs to another tenant is as unknown as what never was. Thread-safe. */
public final class QueryAccess {
    private static final int NEWEST = 200;

    private final QueryOverviews overviews;

    public QueryAccess(QueryOverviews overviews) {
        this.overviews = overviews;
    }

    /** @throws MaestroException {@code QUERY_UNKNOWN} with the nearest of the tenant's */
    public QueryOverview find(ApiCaller caller, String id) {
        Optional<QueryOverview> found = QueryIds.FORM.matcher(id).matches() ? overviews.of(caller.tenant(), id) : Optional.empty();
        return found.orElseThrow(() -> {
            List<String> newest = overviews.list(caller.tenant(), QueryFilter.ALL, Optional.empty(), NEWEST).stream().map(QueryOverview::id)
                    .toList();
            List<String> near = NearestNames.near(id, newest, 3);
            return new MaestroException(QueryErrors.QUERY_UNKNOWN, "there is no query \"" + ApiJson.shown(id) + "\"."
                    + (near.isEmpty() ? "" : " Nearest: " + String.join(", ", near) + ".") + " List them with GET /v1/queries.");
        });
    }

    /**
     * As {@link #find}, for somebody who wants to change it.
     *
     * @throws MaestroException {@code SCOPE_MISSING} when another key of the tenant asked it and the caller's role steers its own only
     */
    public QueryOverview steerable(ApiCaller caller, String id) {
        QueryOverview query = find(caller, id);
        if (!caller.role().steersAll() && !query.apiKey().equals(caller.key())) {
            throw new MaestroException(AccessErrors.SCOPE_MISSING, "query " + query.id() + " was asked by another key, and the role "
                    + caller.role().wire() + " steers its own queries only. Ask with an operator's key.",
                    Map.of("query_id", query.id(), "role", caller.role().wire()), null);
        }
        return query;
    }
}
