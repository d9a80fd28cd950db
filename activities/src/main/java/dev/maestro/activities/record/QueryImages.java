package dev.maestro.activities.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.images.Renditions;
import dev.maestro.policy.ImageFacts;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.Artifacts.Artifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The query's images as experts and policies get them: upright, within limits, read from the store once
 * and kept for a while. Thread-safe.
 */
public final class QueryImages {
    /** Enough for dozens of photographs; the store has the rest. */
    private static final long CACHE_BYTES = 128L * 1024 * 1024;
    /** A policy sees the image at the size its vision tower was trained on, about a megapixel. */
    private static final long POLICY_PIXELS = 1_048_576;
    private static final String LOOK = "look;v=1";

    private final Artifacts artifacts;
    private final Function<Image, ImageFacts> look;
    private final Cache<ContentHash, Image> originals = Caffeine.newBuilder().maximumWeight(CACHE_BYTES)
            .<ContentHash, Image>weigher((_, p) -> p.bytes().length).build();
    private final Cache<ContentHash, ImageFacts> facts = Caffeine.newBuilder().maximumSize(10_000).build();

    /** @param look what a cheap look at an image says */
    public QueryImages(Artifacts artifacts, Function<Image, ImageFacts> look) {
        this.artifacts = artifacts;
        this.look = look;
    }

    /** @throws IllegalStateException when the artifact is gone or is no image */
    public Image original(ContentHash hash) {
        return originals.get(hash, this::read);
    }

    /** The image with at most this many pixels; a smaller rendition is made once and stored beside the original. */
    public Image within(ContentHash hash, long maxPixels) {
        Image original = original(hash);
        Optional<Renditions.Rendition> needed = Renditions.needed(original.width(), original.height(), original.mediaType(), maxPixels);
        if (needed.isEmpty()) {
            return original;
        }
        Renditions.Rendition rendition = needed.get();
        Artifact artifact = artifacts.derived(hash, rendition.recipe()).orElseGet(() -> {
            Image made = Renditions.make(original, rendition);
            return artifacts.putDerived(hash, rendition.recipe(), made.bytes(), made.mediaType());
        });
        return new Image(artifact.bytes(), artifact.mediaType(), rendition.width(), rendition.height());
    }

    public ContentHash store(Image image) {
        ContentHash hash = artifacts.put(image.bytes(), image.mediaType());
        originals.put(hash, image);
        return hash;
    }

    public List<Image> forPolicy(List<ContentHash> hashes) {
        return hashes.stream()
                .map(hash -> within(hash, POLICY_PIXELS))
                .map(p -> new Image(p.bytes(), p.mediaType(), p.width(), p.height()))
                .toList();
    }

    public List<ImageFacts> facts(List<ContentHash> hashes) {
        return hashes.stream().map(hash -> facts.get(hash, this::facts)).toList();
    }

    private ImageFacts facts(ContentHash hash) {
        Optional<Artifact> known = artifacts.derived(hash, LOOK);
        if (known.isPresent()) {
            return Json.read(new String(known.get().bytes(), StandardCharsets.UTF_8), ImageFacts.class);
        }
        ImageFacts found = look.apply(original(hash));
        artifacts.putDerived(hash, LOOK, Json.write(found).getBytes(StandardCharsets.UTF_8), "application/json");
        return found;
    }

    private Image read(ContentHash hash) {
        Artifact artifact = artifacts.get(hash).orElseThrow(() -> new IllegalStateException("image " + hash + " is not in the store"));
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(artifact.bytes()))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IllegalStateException("artifact " + hash + " of type " + artifact.mediaType() + " is not an image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return new Image(artifact.bytes(), artifact.mediaType(), reader.getWidth(0), reader.getHeight(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new IllegalStateException("image " + hash + " cannot be read", e);
        }
    }
}
