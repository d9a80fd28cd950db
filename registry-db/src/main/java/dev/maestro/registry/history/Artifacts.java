package dev.maestro.registry.history;

import dev.maestro.core.ContentHash;
import java.util.Optional;

/**
 * Bytes by the SHA-256 of their content: images, renditions, crops, long texts. Writing the same bytes
 * twice stores them once. Thread-safe.
 */
public interface Artifacts {
    /**
     * @param mediaType e.g. {@code image/png}; of bytes that are there already, the first one stands
     * @return the hash of the bytes
     */
    ContentHash put(byte[] bytes, String mediaType);

    /** Empty when nothing is stored under the hash. */
    Optional<Artifact> get(ContentHash hash);

    /**
     * A derived artifact (a rendition, a service's reply) under the hash of what it was made from and how.
     *
     * @param recipe what was done, with every parameter and version, e.g. {@code jpeg;max=1048576;v=1}
     */
    Optional<Artifact> derived(ContentHash source, String recipe);

    /** Stores a derived artifact; the first one under (source, recipe) stands and is returned. */
    Artifact putDerived(ContentHash source, String recipe, byte[] bytes, String mediaType);

    record Artifact(ContentHash hash, String mediaType, byte[] bytes) {}
}
