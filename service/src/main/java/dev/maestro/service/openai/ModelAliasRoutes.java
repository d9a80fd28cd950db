package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.access.ModelAliases;
import dev.maestro.registry.access.Tenants;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.admin.AdminErrors;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.queries.QueryFields;
import java.util.List;
import java.util.Map;

/** {@code /v1/admin/aliases}: names that a tenant gives to models, for clients whose model cannot be chosen. Thread-safe. */
public final class ModelAliasRoutes {
    private static final String ROUTE = "/v1/admin/aliases";

    private final ModelCatalogue models;
    private final ModelAliases aliases;
    private final Tenants tenants;

    public ModelAliasRoutes(ModelCatalogue models, ModelAliases aliases, Tenants tenants) {
        this.models = models;
        this.aliases = aliases;
        this.tenants = tenants;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ROUTE, ApiScope.ADMIN, this::list),
                ApiRoute.post(ROUTE, ApiScope.ADMIN, this::put),
                new ApiRoute("DELETE", ROUTE + "/{name}", ApiScope.ADMIN, ApiRoute.Takes.NOTHING, this::delete));
    }

    private String tenant(String name) {
        return tenants.find(name).map(Tenants.Tenant::name)
                .orElseThrow(() -> new MaestroException(AdminErrors.TENANT_UNKNOWN, "there is no tenant \"" + ApiJson.shown(name) + "\"."
                        + NearestNames.sentence(name, tenants.list().stream().map(Tenants.Tenant::name).toList()),
                        Map.of("param", "tenant"), null));
    }

    private ApiReply list(ApiRequest request) {
        request.allow(List.of("tenant"));
        String tenant = tenant(request.parameter("tenant").orElse(request.caller().tenant()));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        aliases.list(tenant).forEach(alias -> data.add(body(tenant, alias)));
        return ApiReply.ok(body.put("has_more", false).putNull("next"));
    }

    private static ObjectNode body(String tenant, ModelAliases.Alias alias) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "alias").put("tenant", tenant).put("name", alias.name())
                .put("model", alias.model());
        body.set("limits", Json.tree(alias.limits()));
        return body;
    }

    private ApiReply put(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ApiJson.allow(body, "", List.of("tenant", "name", "model", "limits"));
        String tenant = tenant(body.hasNonNull("tenant") ? QueryFields.text(body.path("tenant"), "tenant") : request.caller().tenant());
        String name = required(body, "name");
        String model = required(body, "model");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}") || models.isOurs(name)) {
            throw ApiRequest.invalid("name", "is \"" + ApiJson.shown(name)
                    + "\"; a name has 1 to 100 letters, digits, \".\", \"_\", \":\", \"/\" and \"-\", and is none of Maestro's own.");
        }
        if (!models.isOurs(model)) {
            throw new MaestroException(ApiErrors.MODEL_UNKNOWN, "there is no model \"" + ApiJson.shown(model)
                    + "\" of Maestro's own. List them with GET /v1/models.", Map.of("param", "model"), null);
        }
        QueryFields.limits(body.path("limits"), "limits", Limits.DEFAULT);
        ModelAliases.Alias alias = new ModelAliases.Alias(name, model,
                body.path("limits").isObject() ? Json.write(body.path("limits")) : "{}");
        return ApiReply.json(aliases.put(tenant, alias) ? 201 : 200, body(tenant, alias));
    }

    private static String required(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, name + " is missing. Send it as text.", Map.of("param", name), null);
        }
        return QueryFields.text(value, name);
    }

    private ApiReply delete(ApiRequest request) {
        request.allow(List.of("tenant"));
        String tenant = tenant(request.parameter("tenant").orElse(request.caller().tenant()));
        String name = request.part("name");
        if (!aliases.delete(tenant, name)) {
            throw new MaestroException(ApiErrors.MODEL_UNKNOWN, "the tenant \"" + tenant + "\" has no name \"" + ApiJson.shown(name)
                    + "\" for a model. List them with GET " + ROUTE + ".", Map.of("param", "name"), null);
        }
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("id", name).put("object", "alias").put("deleted", true));
    }
}
