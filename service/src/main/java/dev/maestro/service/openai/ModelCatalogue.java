package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.access.ModelAliases;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.queries.QueryFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The names under which clients ask: each stands for a policy and a profile, and tenants may give names of their own. {@code GET /v1/models} lists them. Thread-safe. */
public final class ModelCatalogue {
    private static final String ROUTE = "/v1/models";
    static final String DEFAULT = "maestro";
    private static final String OF_POLICY = "maestro-";
    private static final String REFERENCE = "maestro-reference";
    /** Clients need a time, and no model was made at one: that of this interface. 2026-01-01T00:00:00Z. */
    private static final long CREATED = 1_767_225_600L;

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final ModelAliases aliases;
    private final Supplier<Set<String>> served;

    /**
     * What a name stands for.
     *
     * @param aliasOf the model that a tenant's own name stands for
     */
    record Model(String name, String policy, Profile profile, Limits limits, Optional<String> aliasOf) {}

    /**
     * @param policy of a query that names none; likewise {@code profile} and {@code limits}
     * @param served policies that a worker can serve now; may be asked for again and again, and may throw
     */
    public ModelCatalogue(String policy, Profile profile, Limits limits, Supplier<Set<String>> served,
            ModelAliases aliases) {
        models.put(DEFAULT, new Model(DEFAULT, policy, profile, limits, Optional.empty()));
        for (String each : QueryFields.POLICIES) {
            models.put(OF_POLICY + each, new Model(OF_POLICY + each, each, profile, limits, Optional.empty()));
        }
        models.put(REFERENCE, new Model(REFERENCE, policy, Profile.REFERENCE, limits, Optional.empty()));
        this.aliases = aliases;
        this.served = served;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(ROUTE, ApiScope.QUERIES_READ, this::list),
                ApiRoute.get(ROUTE + "/{id}", ApiScope.QUERIES_READ, this::show));
    }

    /** @throws MaestroException {@code MODEL_UNKNOWN} with the nearest */
    Model require(ApiCaller caller, String name) {
        return Optional.ofNullable(models.get(name)).or(() -> aliases.find(caller.tenant(), name).map(this::model)).orElseThrow(() -> {
            List<String> names = new ArrayList<>(models.keySet());
            aliases.list(caller.tenant()).forEach(alias -> names.add(alias.name()));
            String hint = name.startsWith(DEFAULT) && name.contains("@")
                    ? " A revision of the registry cannot be named: the one that serves is used."
                    : NearestNames.sentence(name, names);
            return new MaestroException(ApiErrors.MODEL_UNKNOWN, "there is no model \"" + ApiJson.shown(name) + "\"." + hint
                    + " List them with GET /v1/models.", Map.of("param", "model"), null);
        });
    }

    /** Whether it is a name that every tenant has. */
    boolean isOurs(String name) {
        return models.containsKey(name);
    }

    private Model model(ModelAliases.Alias alias) {
        Model meant = models.getOrDefault(alias.model(), models.get(DEFAULT));
        return new Model(alias.name(), meant.policy(), meant.profile(),
                QueryFields.limits(Json.tree(alias.limits()), "limits", meant.limits()), Optional.of(meant.name()));
    }

    private ApiReply list(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        Set<String> policies = served();
        models.values().stream()
                .filter(model -> !model.name().startsWith(OF_POLICY) || model.name().equals(REFERENCE) || policies.contains(model.policy()))
                .forEach(model -> data.add(body(model)));
        aliases.list(request.caller().tenant()).forEach(alias -> data.add(body(model(alias))));
        return ApiReply.ok(body);
    }

    /** None when nobody can say: the engine is away. */
    private Set<String> served() {
        try {
            return served.get();
        } catch (RuntimeException _) {
            return Set.of();
        }
    }

    private ApiReply show(ApiRequest request) {
        request.allow(List.of());
        return ApiReply.ok(body(require(request.caller(), request.part("id"))));
    }

    private static ObjectNode body(Model model) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("id", model.name()).put("object", "model").put("created", CREATED)
                .put("owned_by", "maestro");
        ObjectNode ours = body.putObject("maestro").put("policy", model.policy()).put("profile", model.profile().wire());
        Limits limits = model.limits();
        ours.putObject("limits").put("turns", limits.turns()).put("tokens", limits.tokens()).put("micros", limits.micros())
                .put("timeout_ms", limits.wallMs());
        model.aliasOf().ifPresent(name -> ours.put("alias_of", name));
        return body;
    }
}
