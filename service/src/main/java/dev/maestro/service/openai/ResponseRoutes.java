package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.submissions.ClientRequest;
import dev.maestro.registry.submissions.ClientRequests;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.queries.QueryAccess;
import dev.maestro.service.queries.QueryCancels;
import dev.maestro.service.queries.QueryReplies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/responses}: asking, also in the background; looking, streams that go on where they were cut, cancelling. Thread-safe. */
public final class ResponseRoutes {
    private static final String ROUTE = "/v1/responses";
    private static final String SOURCE = "responses";
    /** How far back what was said before is followed. */
    private static final int FARTHEST = 8;
    /** Whoever cancels is told the end when it comes so soon. */
    private static final Duration END_OF_A_CANCEL = Duration.ofSeconds(3);

    private final ModelCatalogue models;
    private final Asking asking;
    private final QueryAccess access;
    private final ClientRequests requests;
    private final QueryCancels cancels;
    private final FeedStreams streams;
    private final InstantSource clock;

    public ResponseRoutes(ModelCatalogue models, Asking asking, QueryAccess access, ClientRequests requests, QueryCancels cancels,
            FeedStreams streams, InstantSource clock) {
        this.models = models;
        this.asking = asking;
        this.access = access;
        this.requests = requests;
        this.cancels = cancels;
        this.streams = streams;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post(ROUTE, ApiScope.QUERIES_WRITE, this::create),
                ApiRoute.get(ROUTE + "/{id}", ApiScope.QUERIES_READ, this::show),
                new ApiRoute("DELETE", ROUTE + "/{id}", ApiScope.QUERIES_STEER, ApiRoute.Takes.NOTHING, this::delete),
                ApiRoute.post(ROUTE + "/{id}/cancel", ApiScope.QUERIES_STEER, this::cancel),
                ApiRoute.get(ROUTE + "/{id}/input_items", ApiScope.QUERIES_READ, this::items));
    }

    private ApiReply create(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ResponseRequest wanted = ResponseRequest.of(body, models, request.caller());
        List<SaidBefore.Line> before = new ArrayList<>();
        Optional<StoredResponse> previous = wanted.previous().map(id -> find(request.caller(), id, "previous_response_id"));
        previous.ifPresent(one -> before.addAll(said(request.caller(), one)));
        before.addAll(wanted.before());
        List<ContentHash> known = wanted.images().isEmpty()
                ? previous.map(one -> one.query().images().stream().map(ContentHash::new).toList()).orElse(List.of())
                : List.of();
        if (known.isEmpty()) {
            NamedImage.check(wanted.images(), asking.textOnly(), "input");
        }
        Asking.Begun begun = asking.ask(new Asking.Asked(request, body, wanted.options(), wanted.question(), new SaidBefore(before),
                wanted.images(), known, 1, SOURCE, ROUTE, true, previous.map(one -> one.query().id())));
        String id = StoredResponse.id(begun.ids().getFirst());
        if (wanted.options().stream()) {
            return begun.headed(stream(request, id, 0, begun));
        }
        if (!wanted.background()) {
            asking.await(request, begun);
            ChatRoutes.answered(access.find(request.caller(), begun.ids().getFirst()));
        }
        return begun.headed(reply(find(request.caller(), id, "id")));
    }

    private ApiReply stream(ApiRequest request, String id, int after, Asking.Begun begun) {
        StoredResponse first = find(request.caller(), id, "id");
        ResponseStream stream = new ResponseStream(first, () -> find(request.caller(), id, "id"), after);
        // In the background nobody has to be there.
        return ApiReply.events(sink -> streams.follow(request, sink, List.of(first.query().id()), 0,
                first.background() ? () -> {} : asking.present(request, begun), stream));
    }

    /** Question and answer of a response, and of those before it, oldest first. */
    private List<SaidBefore.Line> said(ApiCaller caller, StoredResponse newest) {
        List<SaidBefore.Line> lines = new ArrayList<>();
        Optional<StoredResponse> one = Optional.of(newest);
        for (int i = 0; i < FARTHEST && one.isPresent(); i++) {
            StoredResponse response = one.get();
            response.query().answer().ifPresent(answer -> lines.addFirst(new SaidBefore.Line("assistant", answer)));
            lines.addFirst(new SaidBefore.Line("user", response.request().question()));
            one = response.request().previous().flatMap(id -> stored(caller, id));
        }
        return lines;
    }

    private Optional<StoredResponse> stored(ApiCaller caller, String queryId) {
        Optional<ClientRequest> request = requests.of(caller.tenant(), queryId, SOURCE);
        return request.map(asked -> StoredResponse.of(access.find(caller, queryId), asked));
    }

    private StoredResponse find(ApiCaller caller, String id, String param) {
        return stored(caller, StoredResponse.queryId(id)).orElseThrow(() -> new MaestroException(ApiErrors.RESPONSE_UNKNOWN,
                "there is no response \"" + ApiJson.shown(id) + "\" of yours. Take the id from the reply that made it.",
                Map.of("param", param), null));
    }

    private static ApiReply reply(StoredResponse response) {
        return QueryReplies.identified(ApiReply.ok(response.body()), response.query());
    }

    private ApiReply show(ApiRequest request) {
        request.allow(List.of("stream", "starting_after", "include", "include[]", "include_obfuscation"));
        String id = request.part("id");
        StoredResponse response = find(request.caller(), id, "id");
        boolean stream = switch (request.parameter("stream").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiRequest.invalid("stream", "must be true or false.");
        };
        int after = (int) request.number("starting_after", 0, Integer.MAX_VALUE).orElse(0);
        if (!stream) {
            String tag = "\"" + id + "-" + response.query().lastEvent() + "\"";
            boolean known = response.query().isEnded() && request.header("If-None-Match").filter(tag::equals).isPresent();
            ApiReply reply = known ? ApiReply.empty(304) : reply(response);
            return response.query().isEnded() ? reply.header("ETag", tag) : reply;
        }
        return ApiReply.events(sink -> streams.follow(request, sink, List.of(response.query().id()), 0, () -> {},
                new ResponseStream(response, () -> find(request.caller(), id, "id"), after)))
                .header("Maestro-Query-Id", response.query().id());
    }

    private ApiReply cancel(ApiRequest request) {
        request.allow(List.of());
        StoredResponse response = find(request.caller(), request.part("id"), "id");
        QueryOverview query = access.steerable(request.caller(), response.query().id());
        if (!query.isEnded() && cancels.cancel(query, request.caller().name())) {
            asking.endsWithin(query.id(), END_OF_A_CANCEL, request);
        }
        return reply(find(request.caller(), request.part("id"), "id"));
    }

    private ApiReply items(ApiRequest request) {
        request.allow(List.of("limit", "order", "after", "include", "include[]"));
        List<ObjectNode> items = new ArrayList<>(find(request.caller(), request.part("id"), "id").items());
        boolean oldestFirst = switch (request.parameter("order").orElse("desc")) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw ApiRequest.invalid("order", "must be asc or desc.");
        };
        List<ObjectNode> ordered = oldestFirst ? items : items.reversed();
        int from = request.parameter("after").map(id -> places(ordered, id) + 1).orElse(0);
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        List<ObjectNode> page = ordered.subList(Math.min(from, ordered.size()), Math.min(ordered.size(), from + limit));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        page.forEach(data::add);
        body.put("first_id", page.isEmpty() ? null : page.getFirst().path("id").asText());
        body.put("last_id", page.isEmpty() ? null : page.getLast().path("id").asText());
        body.put("has_more", from + page.size() < ordered.size());
        body.put("next", from + page.size() < ordered.size() ? page.getLast().path("id").asText() : null);
        return ApiReply.ok(body);
    }

    private static int places(List<ObjectNode> items, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asText().equals(id)) {
                return i;
            }
        }
        throw ApiRequest.invalid("after", "is the id of none of the items. Begin the list without it.");
    }

    private ApiReply delete(ApiRequest request) {
        request.allow(List.of());
        StoredResponse response = find(request.caller(), request.part("id"), "id");
        access.steerable(request.caller(), response.query().id());
        requests.hide(response.query().id(), clock.instant());
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("id", StoredResponse.id(response.query().id())).put("object", "response")
                .put("deleted", true));
    }
}
