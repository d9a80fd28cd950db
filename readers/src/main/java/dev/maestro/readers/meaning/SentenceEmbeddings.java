package dev.maestro.readers.meaning;

import dev.maestro.core.errors.MaestroException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sentence embeddings of a small English model (BGE small v1.5, quantized, 384 dimensions) that comes in a
 * jar. The model is loaded at the first text that is not known yet (one to two seconds, 100 MB) and shared by
 * the whole process; a sentence then takes some milliseconds, a repeated one none. Thread-safe.
 */
public final class SentenceEmbeddings {
    /** Some thousand short texts of 384 floats stay well under 10 MB. */
    private static final int CACHED = 4_096;

    private final PrecomputedEmbeddings known;
    private volatile Optional<EmbeddingNetwork> network = Optional.empty();
    private final Map<String, float[]> cache = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > CACHED;
        }
    };

    private SentenceEmbeddings() {
        known = PrecomputedEmbeddings.shipped();
    }

    /** The shared instance. Loads no model yet. */
    public static SentenceEmbeddings shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final SentenceEmbeddings INSTANCE = new SentenceEmbeddings();
    }

    /**
     * float32 [384] of length 1. The caller may keep but not change it.
     *
     * @throws MaestroException {@code MEANING_UNAVAILABLE} when the model is needed and cannot be loaded
     */
    public float[] embed(String text) {
        synchronized (cache) {
            float[] cached = cache.get(text);
            if (cached != null) {
                return cached;
            }
        }
        float[] fresh = known.embedding(text).orElseGet(() -> network().compute(text));
        synchronized (cache) {
            cache.put(text, fresh);
        }
        return fresh;
    }

    /** Cosine of the two texts' embeddings, -1 to 1; unrelated short texts lie near 0.4 with this model. */
    public double similarity(String one, String other) {
        return dot(embed(one), embed(other));
    }

    /** Cosine of two embeddings. */
    public static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Whether the text's embedding came with the program. */
    public boolean knows(String text) {
        return known.embedding(text).isPresent();
    }

    /** What {@code known-sentences.bin} must hold for these texts to be known. */
    public byte[] record(Collection<String> texts) {
        return PrecomputedEmbeddings.write(texts, this);
    }

    /** As {@link #embed}, by the model itself, whatever is known of the text. */
    public float[] computed(String text) {
        return network().compute(text);
    }

    private EmbeddingNetwork network() {
        Optional<EmbeddingNetwork> loaded = network;
        if (loaded.isEmpty()) {
            synchronized (this) {
                loaded = network;
                if (loaded.isEmpty()) {
                    loaded = Optional.of(new EmbeddingNetwork(EnglishVocabulary.tokens()));
                    network = loaded;
                }
            }
        }
        return loaded.orElseThrow();
    }
}
