package dev.maestro.inference.engine;

import dev.maestro.inference.engine.DecoderModel.ImageFeatures;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Features of images by key, within a bound, least recently used first out. Engine's thread only. */
final class ImageFeatureCache implements AutoCloseable {
    private final DecoderModel model;
    private final long limit;
    private final Map<String, ImageFeatures> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long used;
    private long encoded;
    private long reused;

    ImageFeatureCache(DecoderModel model, long limit) {
        this.model = model;
        this.limit = limit;
    }

    /**
     * @param needed keys that must stay
     * @throws IllegalArgumentException when the features do not fill the image's placeholders
     */
    ImageFeatures features(TokenPrompt.PlacedImage image, Set<String> needed) {
        ImageFeatures known = byKey.get(image.key());
        if (known != null) {
            reused++;
            return known;
        }
        ImageFeatures made = model.encode(image.patches().get());
        if (made.tokens() != image.count()) {
            int rows = made.tokens();
            made.close();
            throw new IllegalArgumentException("an image has " + rows + " rows of features and " + image.count() + " placeholders");
        }
        encoded++;
        used += made.bytes();
        byKey.put(image.key(), made);
        shrink(needed);
        return made;
    }

    private void shrink(Set<String> needed) {
        for (Iterator<Map.Entry<String, ImageFeatures>> oldest = byKey.entrySet().iterator(); used > limit && oldest.hasNext();) {
            Map.Entry<String, ImageFeatures> next = oldest.next();
            if (!needed.contains(next.getKey())) {
                used -= next.getValue().bytes();
                next.getValue().close();
                oldest.remove();
            }
        }
    }

    /** Throws everything away that is not needed. */
    boolean clear(Set<String> needed) {
        int before = byKey.size();
        long keptUsed = 0;
        for (Iterator<Map.Entry<String, ImageFeatures>> each = byKey.entrySet().iterator(); each.hasNext();) {
            Map.Entry<String, ImageFeatures> next = each.next();
            if (needed.contains(next.getKey())) {
                keptUsed += next.getValue().bytes();
            } else {
                next.getValue().close();
                each.remove();
            }
        }
        used = keptUsed;
        return byKey.size() < before;
    }

    long used() {
        return used;
    }

    long encoded() {
        return encoded;
    }

    long reused() {
        return reused;
    }

    @Override
    public void close() {
        clear(Set.of());
    }
}
