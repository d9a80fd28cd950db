package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.http.QueryFailedException;
import dev.maestro.service.queries.QueryAccess;
import dev.maestro.service.queries.QueryReplies;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/chat/completions}. Thread-safe. */
public final class ChatRoutes {
    private static final String ROUTE = "/v1/chat/completions";

    private final ModelCatalogue models;
    private final Asking asking;
    private final QueryAccess access;
    private final FeedStreams streams;

    public ChatRoutes(ModelCatalogue models, Asking asking, QueryAccess access, FeedStreams streams) {
        this.models = models;
        this.asking = asking;
        this.access = access;
        this.streams = streams;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.post(ROUTE, ApiScope.QUERIES_WRITE, this::complete));
    }

    private ApiReply complete(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        CompletionRequest chat = CompletionRequest.of(body, models, request.caller(), asking.textOnly());
        Asking.Begun begun = asking
                .ask(new Asking.Asked(request, body, chat.options(), chat.question(), chat.before(), chat.images(), List.of(),
                        chat.times(), "chat", ROUTE, false, Optional.empty()));
        if (chat.options().stream()) {
            ChatStream stream = new ChatStream(request, chat, begun, access.find(request.caller(), begun.ids().getFirst()), access);
            return begun
                    .headed(ApiReply.events(sink -> streams.follow(request, sink, begun.ids(), 0, asking.present(request, begun), stream)));
        }
        asking.await(request, begun);
        List<QueryOverview> ended = begun.ids().stream().map(id -> answered(access.find(request.caller(), id))).toList();
        return begun.headed(
                QueryReplies.identified(ApiReply.ok(ChatBodies.completion(ended, chat.options().model(), chat.cut())), ended.getFirst()));
    }

    /** @throws QueryFailedException when it ended otherwise */
    static QueryOverview answered(QueryOverview query) {
        if (query.answer().isEmpty()) {
            throw new QueryFailedException(query.id(), query.reason(), query.message());
        }
        return query;
    }
}
