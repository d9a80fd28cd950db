package dev.maestro.service.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.images.IngestedImage;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Artifacts.Artifact;
import dev.maestro.registry.submissions.TenantFile;
import dev.maestro.registry.submissions.TenantFiles;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.images.ImageDoor;
import dev.maestro.service.images.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/files}: images and lines of data under a name of their tenant's. Thread-safe. */
public final class FileRoutes {
    private static final String ROUTE = "/v1/files";
    private static final String EVALS = "evals";
    private static final List<String> PURPOSES = List.of("vision", "user_data", EVALS);
    private static final String LINES = "application/jsonl";
    private static final int LONGEST_NAME = 255;

    private final TenantFiles files;
    private final ImageDoor door;
    private final Artifacts artifacts;
    private final ArtifactOwners owners;
    private final InstantSource clock;

    public FileRoutes(TenantFiles files, ImageDoor door, Artifacts artifacts, ArtifactOwners owners, InstantSource clock) {
        this.files = files;
        this.door = door;
        this.artifacts = artifacts;
        this.owners = owners;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute("POST", ROUTE, ApiScope.IMAGES_WRITE, ApiRoute.Takes.BYTES, this::take),
                ApiRoute.get(ROUTE, ApiScope.IMAGES_READ, this::list),
                ApiRoute.get(ROUTE + "/{id}", ApiScope.IMAGES_READ, request -> ApiReply.ok(body(find(request)))),
                ApiRoute.get(ROUTE + "/{id}/content", ApiScope.IMAGES_READ, this::content),
                new ApiRoute("DELETE", ROUTE + "/{id}", ApiScope.IMAGES_WRITE, ApiRoute.Takes.NOTHING, this::delete));
    }

    private ApiReply take(ApiRequest request) {
        request.allow(List.of());
        if (request.body().length > 0 && !MultipartForm.isForm(request)) {
            throw new MaestroException(ApiErrors.MEDIA_TYPE_UNSUPPORTED,
                    "a file comes as multipart/form-data, with the parts purpose and file. Send it so.");
        }
        MultipartForm form = MultipartForm.of(request);
        String purpose = form.require("purpose").text();
        if (!PURPOSES.contains(purpose)) {
            throw ApiRequest.invalid("purpose",
                    "is \"" + ApiJson.shown(purpose) + "\"; expected one of " + String.join(", ", PURPOSES) + ".");
        }
        MultipartForm.Part sent = form.require("file");
        TenantFile file = purpose.equals(EVALS) ? lines(request.caller(), sent) : image(request.caller(), sent, purpose);
        files.put(request.caller().tenant(), file);
        return ApiReply.ok(body(file));
    }

    private TenantFile image(ApiCaller caller, MultipartForm.Part sent, String purpose) {
        IngestedImage image = door.take(caller, sent.content()).image();
        return file(caller, image.hash(), sent, purpose, image.mediaType(), image.bytes().length);
    }

    private TenantFile lines(ApiCaller caller, MultipartForm.Part sent) {
        List<String> lines = sent.text().lines().toList();
        if (lines.stream().allMatch(String::isBlank)) {
            throw ApiRequest.invalid("file", "has no line. Send one JSON object on each line.");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    ApiJson.object(lines.get(i).getBytes(StandardCharsets.UTF_8));
                } catch (MaestroException e) {
                    throw new MaestroException(e.code(), "line " + (i + 1) + " of the file: " + e.reason(), Map.of("param", "file"), e);
                }
            }
        }
        ContentHash hash = artifacts.put(sent.content(), LINES);
        owners.own(caller.tenant(), hash);
        return file(caller, hash, sent, EVALS, LINES, sent.content().length);
    }

    private TenantFile file(ApiCaller caller, ContentHash hash, MultipartForm.Part sent, String purpose, String mediaType, long bytes) {
        String name = sent.fileName().filter(given -> !given.isBlank()).orElse("file").replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return new TenantFile(TenantFiles.id(caller.tenant(), hash), hash,
                name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME), purpose, mediaType, bytes,
                clock.instant());
    }

    private TenantFile find(ApiRequest request) {
        request.allow(List.of());
        return files.find(request.caller().tenant(), request.part("id")).orElseThrow(() -> unknown(request.part("id")));
    }

    private static MaestroException unknown(String id) {
        return new MaestroException(ApiErrors.FILE_UNKNOWN,
                "there is no file \"" + ApiJson.shown(id) + "\" of yours. List them with GET /v1/files.",
                Map.of("param", "id"), null);
    }

    private ApiReply list(ApiRequest request) {
        request.allow(List.of("purpose", "limit", "after", "order"));
        if (!request.parameter("order").orElse("desc").equals("desc")) {
            throw ApiRequest.invalid("order", "may be desc: the newest come first.");
        }
        int limit = (int) request.number("limit", 1, 10_000).orElse(50);
        List<TenantFile> found = files.list(request.caller().tenant(), request.parameter("purpose"), request.parameter("after"), limit + 1);
        List<TenantFile> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        page.forEach(file -> data.add(body(file)));
        body.put("first_id", page.isEmpty() ? null : page.getFirst().id()).put("last_id", page.isEmpty() ? null : page.getLast().id());
        body.put("has_more", found.size() > limit);
        body.put("next", found.size() > limit ? page.getLast().id() : null);
        return ApiReply.ok(body);
    }

    private static ObjectNode body(TenantFile file) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("id", file.id()).put("object", "file").put("bytes", file.bytes())
                .put("created_at", file.createdAt().getEpochSecond()).put("filename", file.name()).put("purpose", file.purpose())
                .put("status", "processed");
        body.putObject("maestro").put("hash", file.hash().value()).put("media_type", file.mediaType());
        return body;
    }

    private ApiReply content(ApiRequest request) {
        TenantFile file = find(request);
        Optional<Artifact> stored = artifacts.get(file.hash());
        // What a stranger sent is given back as what it is, and does nothing.
        return ApiReply.bytes(200, file.mediaType(), stored.orElseThrow(() -> unknown(file.id())).bytes())
                .header("Content-Disposition", "attachment; filename=\"" + file.id() + "\"")
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private ApiReply delete(ApiRequest request) {
        TenantFile file = find(request);
        files.delete(request.caller().tenant(), file.id(), clock.instant());
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("id", file.id()).put("object", "file").put("deleted", true));
    }
}
