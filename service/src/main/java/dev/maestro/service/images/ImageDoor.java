package dev.maestro.service.images;

import dev.maestro.core.CallContext;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageFetch;
import dev.maestro.images.ImageIngestion;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.IngestedImage;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Artifacts.Artifact;
import dev.maestro.registry.submissions.TenantFile;
import dev.maestro.registry.submissions.TenantFiles;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The door through which images come into the service, however they are named: what passes is stored, owned, and has a hash. Thread-safe. */
public final class ImageDoor implements AutoCloseable {
    /** No side of an image is longer that is looked at with little detail. */
    private static final int LOW = 512;

    private final Artifacts artifacts;
    private final ArtifactOwners owners;
    private final TenantFiles files;
    private final ImageIngestion ingestion = new ImageIngestion();
    private final HttpExchanges http = new HttpExchanges();
    private final Function<String, byte[]> fetch;

    public ImageDoor(Artifacts artifacts, ArtifactOwners owners, TenantFiles files) {
        this.artifacts = artifacts;
        this.owners = owners;
        this.files = files;
        ImageFetch outside = new ImageFetch(http);
        this.fetch = address -> outside.fetch(address, CallContext.NONE);
    }

    /**
     * An image that was taken in.
     *
     * @param fresh whether the tenant did not own it before
     */
    public record Taken(IngestedImage image, boolean fresh) {}

    /** @throws ImageRefusedException when they are no image, or none that is taken */
    public Taken take(ApiCaller caller, byte[] bytes) {
        IngestedImage image = ingestion.ingest(bytes);
        artifacts.put(image.bytes(), image.mediaType());
        return new Taken(image, owners.own(caller.tenant(), image.hash()));
    }

    /**
     * The hash of an image that a request names.
     *
     * @param named a data URL of base64, an address that begins with https, a hash, or the id of a file
     * @param low   whether little detail is enough
     * @param place of the name in the request, for messages
     * @throws MaestroException that names the place
     */
    public ContentHash hash(ApiCaller caller, String named, boolean low, String place) {
        try {
            ContentHash hash = hash(caller, named, place);
            return low ? small(caller, hash) : hash;
        } catch (ImageRefusedException e) {
            Map<String, Object> fields = new LinkedHashMap<>(e.fields());
            fields.put("param", place);
            throw new MaestroException(e.code(), e.reason(), fields, e);
        }
    }

    private ContentHash hash(ApiCaller caller, String named, String place) {
        String scheme = named.substring(0, Math.min(named.length(), 16)).toLowerCase(Locale.ROOT);
        if (scheme.startsWith("data:")) {
            return take(caller, decoded(named, place)).image().hash();
        }
        if (scheme.startsWith("sha256:")) {
            return owned(caller, named, place);
        }
        if (scheme.startsWith("file-")) {
            return files.find(caller.tenant(), named).filter(file -> file.mediaType().startsWith("image/")).map(TenantFile::hash)
                    .orElseThrow(() -> unknown(ApiErrors.FILE_UNKNOWN,
                            "there is no image file \"" + ApiJson.shown(named) + "\" of yours. Send it with POST /v1/files.", place));
        }
        if (named.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return take(caller, fetch.apply(named)).image().hash();
        }
        throw unknown(ApiErrors.IMAGE_DATA_INVALID, place + " is \"" + ApiJson.shown(named)
                + "\"; expected a data URL of base64, an address that begins with https://, a hash that begins with sha256:, or the id of a file.",
                place);
    }

    private static byte[] decoded(String url, String place) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw unknown(ApiErrors.IMAGE_DATA_INVALID,
                    place + " is a data URL without base64. Write data:image/png;base64, and the bytes so.",
                    place);
        }
        try {
            return Base64.getDecoder().decode(url.substring(comma + 1).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw unknown(ApiErrors.IMAGE_DATA_INVALID,
                    place + " is a data URL whose base64 cannot be decoded. Encode the image's bytes again.",
                    place);
        }
    }

    private ContentHash owned(ApiCaller caller, String named, String place) {
        Optional<ContentHash> hash;
        try {
            hash = Optional.of(new ContentHash(named));
        } catch (IllegalArgumentException e) {
            hash = Optional.empty();
        }
        return hash.filter(wanted -> owners.owns(caller.tenant(), wanted)).orElseThrow(() -> unknown(ApiErrors.IMAGE_UNKNOWN,
                "there is no image \"" + ApiJson.shown(named) + "\" of yours. Send it first with POST /v1/images.", place));
    }

    private ContentHash small(ApiCaller caller, ContentHash hash) {
        Artifact stored = artifacts.get(hash).filter(artifact -> artifact.mediaType().startsWith("image/")).orElse(null);
        if (stored == null) {
            return hash;
        }
        Image image = new StoredSize(stored).image();
        Image less = StoredSize.within(image, LOW);
        if (less == image) {
            return hash;
        }
        ContentHash small = artifacts.put(less.bytes(), less.mediaType());
        owners.own(caller.tenant(), small);
        return small;
    }

    private static MaestroException unknown(ErrorCode code, String sentence, String place) {
        return new MaestroException(code, sentence, Map.of("param", place), null);
    }

    @Override
    public void close() {
        http.close();
    }
}
