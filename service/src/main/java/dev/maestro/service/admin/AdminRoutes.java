package dev.maestro.service.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.access.ApiKey;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.registry.access.AuditLog;
import dev.maestro.registry.access.TenantLimits;
import dev.maestro.registry.access.Tenants;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.access.KeySecret;
import dev.maestro.service.access.Role;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/admin}: tenants, their keys, and the audit. A key's secret is in the one answer that made it, and nowhere else.
 * Thread-safe.
 */
public final class AdminRoutes {
    private static final String BASE = "/v1/admin";
    private static final int LONGEST_NAME = 80;

    private final Tenants tenants;
    private final TenantLimits limits;
    private final ApiKeys keys;
    private final AuditLog audit;
    private final InstantSource clock;

    public AdminRoutes(Tenants tenants, TenantLimits limits, ApiKeys keys, AuditLog audit, InstantSource clock) {
        this.tenants = tenants;
        this.limits = limits;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(BASE + "/tenants", ApiScope.ADMIN, this::listTenants),
                ApiRoute.post(BASE + "/tenants", ApiScope.ADMIN, this::addTenant),
                ApiRoute.get(BASE + "/tenants/{name}", ApiScope.ADMIN, this::showTenant),
                new ApiRoute("PUT", BASE + "/tenants/{name}/limits", ApiScope.ADMIN, ApiRoute.Takes.JSON, this::limitTenant),
                new ApiRoute("PUT", BASE + "/keys/{id}/limits", ApiScope.ADMIN, ApiRoute.Takes.JSON, this::limitKey),
                ApiRoute.get(BASE + "/keys", ApiScope.ADMIN, this::listKeys),
                ApiRoute.post(BASE + "/keys", ApiScope.ADMIN, this::addKey),
                new ApiRoute("DELETE", BASE + "/keys/{id}", ApiScope.ADMIN, ApiRoute.Takes.NOTHING, this::revokeKey),
                ApiRoute.get(BASE + "/audit", ApiScope.AUDIT_READ, this::audit));
    }

    private static ObjectNode list() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        body.putArray("data");
        return body.put("has_more", false).putNull("next");
    }

    private ApiReply listTenants(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = list();
        tenants.list().forEach(tenant -> ((ArrayNode) body.path("data")).add(tenant(tenant)));
        return ApiReply.ok(body);
    }

    private static ObjectNode tenant(Tenants.Tenant tenant) {
        return Json.MAPPER.createObjectNode().put("object", "tenant").put("name", tenant.name()).put("created_at",
                tenant.createdAt().toString());
    }

    private ApiReply addTenant(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ApiJson.allow(body, "", List.of("name"));
        String name = text(body, "name");
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw ApiRequest.invalid("name",
                    "is \"" + ApiJson.shown(name) + "\"; a tenant's name has 1 to 40 small letters, digits and \"-\".");
        }
        boolean fresh = tenants.add(name);
        return ApiReply.json(fresh ? 201 : 200, tenant(tenants.find(name).orElseThrow()));
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, name + " is missing. Send it as text.", Map.of("param", name), null);
        }
        if (!value.isTextual()) {
            throw ApiRequest.invalid(name, "must be a text.");
        }
        return value.textValue();
    }

    private String tenantNamed(String name) {
        return tenants.find(name).map(Tenants.Tenant::name)
                .orElseThrow(() -> new MaestroException(AdminErrors.TENANT_UNKNOWN, "there is no tenant \"" + ApiJson.shown(name) + "\"."
                        + NearestNames.sentence(name, tenants.list().stream().map(Tenants.Tenant::name).toList()),
                        Map.of("param", "tenant"), null));
    }

    private ApiReply showTenant(ApiRequest request) {
        request.allow(List.of());
        return shown(tenantNamed(request.part("name")));
    }

    private ApiReply limitTenant(ApiRequest request) {
        request.allow(List.of());
        String name = tenantNamed(request.part("name"));
        limits.set(TenantLimitBodies.read(name, "", request.object()));
        return shown(name);
    }

    private ApiReply limitKey(ApiRequest request) {
        request.allow(List.of());
        ApiKey key = keyOf(request.part("id"));
        limits.set(TenantLimitBodies.read(key.tenant(), key.id(), request.object()));
        return shown(key.tenant());
    }

    private ApiReply shown(String name) {
        ObjectNode body = tenant(tenants.find(name).orElseThrow());
        body.set("limits", TenantLimitBodies.none());
        body.set("use", TenantLimitBodies.use(limits.use(name, "")));
        ArrayNode ofKeys = body.putArray("keys");
        for (TenantLimits.Row row : limits.of(name)) {
            if (row.apiKey().isEmpty()) {
                body.set("limits", TenantLimitBodies.limits(row));
            } else {
                ObjectNode own = ofKeys.addObject().put("key", row.apiKey());
                own.set("limits", TenantLimitBodies.limits(row));
                own.set("use", TenantLimitBodies.use(limits.use(name, row.apiKey())));
            }
        }
        return ApiReply.ok(body);
    }

    private ApiKey keyOf(String id) {
        return keys.find(id).orElseThrow(() -> new MaestroException(AdminErrors.KEY_ID_UNKNOWN,
                "there is no key of the id \"" + ApiJson.shown(id) + "\". List them with GET " + BASE + "/keys."));
    }

    private ApiReply listKeys(ApiRequest request) {
        request.allow(List.of("tenant"));
        ObjectNode body = list();
        String tenant = tenantNamed(request.parameter("tenant").orElse(request.caller().tenant()));
        keys.list(tenant).forEach(key -> ((ArrayNode) body.path("data")).add(key(key)));
        return ApiReply.ok(body);
    }

    private ObjectNode key(ApiKey key) {
        return Json.MAPPER.createObjectNode().put("object", "key").put("id", key.id()).put("name", key.name()).put("tenant", key.tenant())
                .put("role", key.role()).put("last_four", key.lastFour()).put("created_by", key.createdBy())
                .put("created_at", key.createdAt().toString()).put("expires_at", key.expiresAt().map(Instant::toString).orElse(null))
                .put("revoked_at", key.revokedAt().map(Instant::toString).orElse(null))
                .put("last_used_at", key.lastUsedAt().map(Instant::toString).orElse(null)).put("valid", key.isValid(clock.instant()));
    }

    private ApiReply addKey(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ApiJson.allow(body, "", List.of("name", "tenant", "role", "expires_at"));
        String name = text(body, "name");
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiRequest.invalid("name", "must have 1 to " + LONGEST_NAME + " characters on one line.");
        }
        String tenant = tenantNamed(body.has("tenant") ? text(body, "tenant") : request.caller().tenant());
        Role role = role(text(body, "role"));
        KeySecret secret = KeySecret.fresh();
        ApiKey row = secret.row(name, tenant, role, request.caller().name(), clock.instant(), expires(body));
        keys.add(row);
        return ApiReply.json(201, key(row).put("secret", secret.written())).header("Cache-Control", "no-store");
    }

    private static Role role(String written) {
        return Arrays.stream(Role.values()).filter(role -> role.wire().equals(written)).findFirst()
                .orElseThrow(() -> ApiRequest.invalid("role", "is \"" + ApiJson.shown(written) + "\"."
                        + NearestNames.sentence(written, Arrays.stream(Role.values()).map(WireForm::wire).toList())));
    }

    private Optional<Instant> expires(ObjectNode body) {
        if (!body.has("expires_at") || body.path("expires_at").isNull()) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.parse(text(body, "expires_at"));
            if (time.isAfter(clock.instant()) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return Optional.of(time);
            }
        } catch (DateTimeException _) {
            // refused below
        }
        throw ApiRequest.invalid("expires_at", "must be a time to come, such as 2027-01-01T00:00:00Z.");
    }

    private ApiReply revokeKey(ApiRequest request) {
        request.allow(List.of());
        ApiKey key = keyOf(request.part("id"));
        keys.revoke(key.id(), clock.instant());
        return ApiReply.ok(key(keys.find(key.id()).orElseThrow()));
    }

    private ApiReply audit(ApiRequest request) {
        request.allow(List.of("tenant", "key", "refused", "limit", "after"));
        boolean all = request.caller().role().may(ApiScope.ADMIN);
        Optional<String> tenant = request.parameter("tenant");
        if (!all && tenant.isPresent() && !tenant.get().equals(request.caller().tenant())) {
            request.caller().require(ApiScope.ADMIN);
        }
        Optional<Boolean> refused = request.parameter("refused").map(given -> switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiRequest.invalid("refused", "may be true or false.");
        });
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        long before = request.number("after", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        List<AuditLog.Recorded> found = audit.list(all ? tenant : Optional.of(request.caller().tenant()), request.parameter("key"), refused,
                before,
                limit + 1);
        ObjectNode body = list();
        found.stream().limit(limit).forEach(each -> ((ArrayNode) body.path("data")).add(Json.MAPPER.createObjectNode()
                .put("object", "audit_entry").put("number", each.number()).put("at", each.at().toString())
                .put("tenant", each.entry().tenant())
                .put("key", each.entry().apiKey()).put("key_name", each.entry().keyName()).put("role", each.entry().role())
                .put("address", each.entry().address()).put("action", each.entry().action()).put("target", each.entry().target())
                .put("request_id", each.entry().requestId()).put("status", each.entry().status()).put("code", each.entry().code())));
        boolean more = found.size() > limit;
        body.put("has_more", more).put("next", more ? String.valueOf(found.get(limit - 1).number()) : null);
        return ApiReply.ok(body);
    }
}
