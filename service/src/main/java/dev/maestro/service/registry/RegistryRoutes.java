package dev.maestro.service.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.revisions.RegistryDiff;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.Revision;
import dev.maestro.registry.revisions.RevisionErrors;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code /v1/registry}: experts, skills and revisions as rows, what differs between two revisions, and the way back to one. What
 * makes new rows are migrations, which belong in a repository. Thread-safe.
 */
public final class RegistryRoutes {
    private static final String BASE = "/v1/registry";
    private static final JsonMapper ROWS = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    private static final int MOST_REVISIONS = 100_000;
    private static final int LONGEST_COMMENT = 500;

    private final RegistryStore registry;

    public RegistryRoutes(RegistryStore registry) {
        this.registry = registry;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(BASE + "/experts", ApiScope.REGISTRY_READ,
                        request -> rows(request, RegistrySnapshot::experts, RegistryRoutes::expert)),
                ApiRoute.get(BASE + "/experts/{name}", ApiScope.REGISTRY_READ,
                        request -> row(request, RegistrySnapshot::experts, Expert::name, RegistryRoutes::expert)),
                ApiRoute.get(BASE + "/skills", ApiScope.REGISTRY_READ,
                        request -> rows(request, RegistrySnapshot::skills, RegistryRoutes::skill)),
                ApiRoute.get(BASE + "/skills/{name}", ApiScope.REGISTRY_READ,
                        request -> row(request, RegistrySnapshot::skills, Skill::name, RegistryRoutes::skill)),
                ApiRoute.get(BASE + "/revisions", ApiScope.REGISTRY_READ, this::revisions),
                ApiRoute.get(BASE + "/revisions/{number}", ApiScope.REGISTRY_READ, this::revision),
                ApiRoute.get(BASE + "/diff", ApiScope.REGISTRY_READ, this::diff),
                ApiRoute.post(BASE + "/rollback", ApiScope.REGISTRY_WRITE, this::rollback));
    }

    private RegistrySnapshot snapshot(ApiRequest request) {
        OptionalLong wanted = request.number("revision", 1, Long.MAX_VALUE);
        return registry.at(wanted.isPresent() ? wanted.getAsLong() : registry.current());
    }

    private <T> ApiReply rows(ApiRequest request, Function<RegistrySnapshot, List<T>> rows, Function<T, ObjectNode> body) {
        request.allow(List.of("revision"));
        RegistrySnapshot snapshot = snapshot(request);
        ObjectNode reply = list();
        rows.apply(snapshot).forEach(each -> ((ArrayNode) reply.path("data")).add(body.apply(each)));
        return ApiReply.ok(reply.put("revision", snapshot.revision()));
    }

    private <T> ApiReply row(ApiRequest request, Function<RegistrySnapshot, List<T>> rows, Function<T, String> name,
            Function<T, ObjectNode> body) {
        request.allow(List.of("revision"));
        RegistrySnapshot snapshot = snapshot(request);
        String wanted = request.part("name");
        List<T> all = rows.apply(snapshot);
        T found = all.stream().filter(each -> name.apply(each).equals(wanted)).findFirst()
                .orElseThrow(() -> new MaestroException(ApiErrors.EXPERT_OR_SKILL_UNKNOWN,
                        "registry revision " + snapshot.revision() + " has no row \"" + ApiJson.shown(wanted) + "\" here."
                                + NearestNames.sentence(wanted, all.stream().map(name).toList()),
                        Map.of("param", "name"), null));
        return ApiReply.ok(body.apply(found).put("revision", snapshot.revision()));
    }

    private static ObjectNode expert(Expert expert) {
        // A credential is a reference, never a value: the database refuses anything else.
        ObjectNode body = ROWS.valueToTree(expert);
        return body.put("object", "expert").put("role", expert.role().name().toLowerCase(Locale.ROOT))
                .put("kind", expert.kind().name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode skill(Skill skill) {
        ObjectNode body = ROWS.valueToTree(skill);
        skill.plan().ifPresent(plan -> body.set("plan", Json.tree(plan)));
        return body.put("object", "skill");
    }

    private static ObjectNode list() {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        body.putArray("data");
        body.put("has_more", false).putNull("next");
        return body;
    }

    private ApiReply revisions(ApiRequest request) {
        request.allow(List.of("limit", "after"));
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        long after = request.number("after", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        List<Revision> found = registry.revisions(MOST_REVISIONS).stream().filter(revision -> revision.id() < after).limit(limit + 1L)
                .toList();
        ObjectNode body = list();
        found.stream().limit(limit).forEach(revision -> ((ArrayNode) body.path("data")).add(revision(revision)));
        body.put("has_more", found.size() > limit);
        body.put("next", found.size() > limit ? String.valueOf(found.get(limit - 1).id()) : null);
        return ApiReply.ok(body.put("current", registry.current()));
    }

    private ApiReply revision(ApiRequest request) {
        request.allow(List.of());
        String written = request.part("number");
        return registry.revisions(MOST_REVISIONS).stream().filter(revision -> String.valueOf(revision.id()).equals(written)).findFirst()
                .map(revision -> ApiReply.ok(revision(revision)))
                .orElseThrow(() -> new MaestroException(RevisionErrors.REVISION_UNKNOWN,
                        "there is no registry revision \"" + ApiJson.shown(written) + "\". Revisions go from 1 to " + registry.newest()
                                + "."));
    }

    private static ObjectNode revision(Revision revision) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "revision").put("id", revision.id())
                .put("created_at", revision.createdAt().toString()).put("author", revision.author()).put("comment", revision.comment())
                .put("state", revision.state().name().toLowerCase(Locale.ROOT)).put("serves", revision.serves());
        body.set("problems", ROWS.valueToTree(revision.problems()));
        return body;
    }

    private ApiReply diff(ApiRequest request) {
        request.allow(List.of("from", "to"));
        RegistryDiff diff = registry.diff(needed(request, "from"), needed(request, "to"));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "registry_diff").put("from", diff.from()).put("to", diff.to());
        ArrayNode changes = body.putArray("changes");
        diff.changes().stream().sorted(Comparator.comparing(RegistryDiff.Change::table).thenComparing(RegistryDiff.Change::row))
                .forEach(change -> {
                    ObjectNode row = changes.addObject().put("table", change.table()).put("row", change.row())
                            .put("kind", change.kind().name().toLowerCase(Locale.ROOT));
                    ObjectNode columns = row.putObject("columns");
                    new TreeMap<>(change.columns()).forEach((name, values) -> {
                        ObjectNode column = columns.putObject(name);
                        column.set("before", value(values.before()));
                        column.set("after", value(values.after()));
                    });
                });
        return ApiReply.ok(body);
    }

    private static JsonNode value(String json) {
        return json.isEmpty() ? Json.MAPPER.nullNode() : Json.tree(json);
    }

    private static long needed(ApiRequest request, String name) {
        return request.number(name, 0, Long.MAX_VALUE).orElseThrow(() -> new MaestroException(ApiErrors.PARAMETER_MISSING,
                name + " is missing. Name two revisions: ?from=17&to=19.", Map.of("param", name), null));
    }

    private ApiReply rollback(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ApiJson.allow(body, "", List.of("to", "expect_current", "comment"));
        long to = number(body, "to");
        long expected = number(body, "expect_current");
        JsonNode comment = body.path("comment");
        if (!comment.isMissingNode() && (!comment.isTextual() || comment.textValue().length() > LONGEST_COMMENT)) {
            throw ApiRequest.invalid("comment", "must be a text of at most " + LONGEST_COMMENT + " characters.");
        }
        long made = registry.rollback(to, expected, request.caller().name(), comment.asText(""));
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("object", "rollback").put("before", expected).put("revision", made)
                .put("equal_to", to));
    }

    private static long number(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, name + " is missing. Send the number of a revision.",
                    Map.of("param", name), null);
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw ApiRequest.invalid(name, "must be the number of a revision.");
        }
        return value.longValue();
    }
}
