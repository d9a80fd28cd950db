package dev.maestro.readers.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.routing.RoutingErrors;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/** The model itself, loaded. Thread-safe: calls run beside each other. */
final class EmbeddingNetwork {
    /** Longer texts are cut: what is compared are labels and questions. */
    private static final int MAX_TOKENS = 128;

    private final WordPiece tokens;
    private final OrtEnvironment environment;
    private final OrtSession session;

    /** @throws MaestroException {@code MEANING_UNAVAILABLE} when it cannot be loaded */
    EmbeddingNetwork(WordPiece tokens) {
        this.tokens = tokens;
        try {
            environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // one thread a call: calls run beside each other
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                session = environment.createSession(EnglishVocabulary.resource("/bge-small-en-v1.5-q.onnx"), options);
            }
        } catch (OrtException e) {
            throw new MaestroException(RoutingErrors.MEANING_UNAVAILABLE,
                    "the sentence embedding model cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** float32 [384] of length 1. */
    float[] compute(String text) {
        long[] ids = tokens.encode(text, MAX_TOKENS);
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[] first = ((float[][][]) result.get(0).getValue())[0][0].clone();
            double length = Math.sqrt(SentenceEmbeddings.dot(first, first));
            for (int i = 0; i < first.length; i++) {
                first[i] = (float) (first[i] / length);
            }
            return first;
        } catch (OrtException e) {
            throw new MaestroException(RoutingErrors.MEANING_UNAVAILABLE,
                    "the sentence embedding model failed on a text of " + ids.length + " tokens", e);
        }
    }
}
