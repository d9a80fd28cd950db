package dev.maestro.service.images;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.images.ImageOperations;
import dev.maestro.images.ImageRegion;
import dev.maestro.images.IngestedImage;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Artifacts.Artifact;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /v1/images} and {@code /v1/texts}: bytes by the hash of their content, for the tenants that sent them or whose queries made
 * them. Thread-safe.
 */
public final class ImageRoutes {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 4_096;

    private final Artifacts artifacts;
    private final ArtifactOwners owners;
    private final ImageDoor door;

    public ImageRoutes(Artifacts artifacts, ArtifactOwners owners, ImageDoor door) {
        this.artifacts = artifacts;
        this.owners = owners;
        this.door = door;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute("POST", "/v1/images", ApiScope.IMAGES_WRITE, ApiRoute.Takes.BYTES, this::take),
                new ApiRoute("HEAD", "/v1/images/{hash}", ApiScope.IMAGES_READ, ApiRoute.Takes.NOTHING, this::image),
                ApiRoute.get("/v1/images/{hash}", ApiScope.IMAGES_READ, this::image),
                ApiRoute.get("/v1/texts/{hash}", ApiScope.HISTORY_READ, this::text));
    }

    private ApiReply take(ApiRequest request) {
        request.allow(List.of());
        ImageDoor.Taken taken = door.take(request.caller(), MultipartFile.in(request));
        IngestedImage image = taken.image();
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "image").put("hash", image.hash().value())
                .put("media_type", image.mediaType()).put("width", image.width()).put("height", image.height())
                .put("bytes", image.bytes().length);
        ArrayNode notes = body.putArray("notes");
        image.notes().forEach(notes::add);
        return ApiReply.json(taken.fresh() ? 201 : 200, body).header("Location", "/v1/images/" + image.hash());
    }

    private ApiReply image(ApiRequest request) {
        request.allow(List.of("max", "box"));
        Artifact stored = find(request.caller(), request.part("hash"), "image/", ApiErrors.IMAGE_UNKNOWN, "image");
        OptionalLong max = request.number("max", SMALLEST, LARGEST);
        Optional<ImageRegion> box = request.parameter("box").map(ImageRoutes::box);
        String tag = "\"" + stored.hash()
                + (request.parameters().isEmpty() ? "" : "-" + ContentHash.of(request.parameters().toString()).value().substring(7, 23))
                + "\"";
        if (request.header("If-None-Match").filter(tag::equals).isPresent()) {
            return ApiReply.empty(304).header("ETag", tag);
        }
        Image image = new StoredSize(stored).image();
        if (box.isPresent()) {
            image = ImageOperations.crop(image, inside(image, box.get()));
        }
        if (max.isPresent()) {
            image = StoredSize.within(image, (int) max.getAsLong());
        }
        // What a stranger sent is shown as what it is, and does nothing.
        return ApiReply.bytes(200, image.mediaType(), image.bytes())
                .header("Content-Disposition", "inline; filename=\"image." + (image.mediaType().equals("image/png") ? "png" : "jpg") + "\"")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("ETag", tag);
    }

    private static ImageRegion box(String written) {
        String[] parts = written.split(",", -1);
        try {
            if (parts.length == 4) {
                return new ImageRegion(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()),
                        Integer.parseInt(parts[2].strip()),
                        Integer.parseInt(parts[3].strip()));
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw ApiRequest.invalid("box",
                "is \"" + ApiJson.shown(written) + "\"; expected x0,y0,x1,y1 in pixels, with 0 <= x0 < x1 and 0 <= y0 < y1.");
    }

    private static ImageRegion inside(Image image, ImageRegion box) {
        if (box.x1() >= image.width() || box.y1() >= image.height()) {
            throw ApiRequest.invalid("box", "begins outside of the image, which is " + image.width() + "x" + image.height() + ".");
        }
        return box;
    }

    private ApiReply text(ApiRequest request) {
        request.allow(List.of());
        Artifact stored = find(request.caller(), request.part("hash"), "text/", ApiErrors.TEXT_UNKNOWN, "text");
        return ApiReply.bytes(200, "text/plain; charset=utf-8", stored.bytes())
                .header("Content-Disposition", "attachment; filename=\"text.txt\"")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "private, max-age=31536000, immutable");
    }

    private Artifact find(ApiCaller caller, String written, String type, ErrorCode unknown, String what) {
        Optional<ContentHash> hash;
        try {
            hash = Optional.of(new ContentHash(written));
        } catch (IllegalArgumentException e) {
            hash = Optional.empty();
        }
        return hash.filter(wanted -> owners.owns(caller.tenant(), wanted)).flatMap(artifacts::get)
                .filter(artifact -> artifact.mediaType().startsWith(type)
                        || type.equals("text/") && artifact.mediaType().equals("application/json"))
                .orElseThrow(() -> new MaestroException(unknown, "there is no " + what + " \"" + ApiJson.shown(written) + "\" of yours.",
                        Map.of("param", "hash"), null));
    }
}
