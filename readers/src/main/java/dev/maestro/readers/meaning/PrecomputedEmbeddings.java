package dev.maestro.readers.meaning;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Embeddings of sentences that every installation needs, i.e. the seeded routing examples, computed in advance by
 * the very model (see {@link SentenceEmbeddings#record}), so that reading them costs no start-up time. What is not
 * here is computed when asked for; nothing depends on this but speed. Immutable.
 */
final class PrecomputedEmbeddings {
    private static final String RESOURCE = "known-sentences.bin";
    private static final int DIMENSIONS = 384;
    /** First 8 bytes of the text's SHA-256, then a signed byte per dimension. */
    private static final int ENTRY = Long.BYTES + DIMENSIONS;

    private final Map<Long, byte[]> byHash;

    private PrecomputedEmbeddings(Map<Long, byte[]> byHash) {
        this.byHash = byHash;
    }

    /** Those that come with the program; none where the resource is missing. */
    static PrecomputedEmbeddings shipped() {
        try (InputStream in = PrecomputedEmbeddings.class.getResourceAsStream(RESOURCE)) {
            return in == null ? new PrecomputedEmbeddings(Map.of()) : read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PrecomputedEmbeddings read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Map<Long, byte[]> byHash = HashMap.newHashMap(bytes.length / ENTRY);
        while (in.remaining() >= ENTRY) {
            long hash = in.getLong();
            byte[] components = new byte[DIMENSIONS];
            in.get(components);
            byHash.put(hash, components);
        }
        return new PrecomputedEmbeddings(byHash);
    }

    /** The resource's bytes for these texts, the same whatever their order. */
    static byte[] write(Collection<String> texts, SentenceEmbeddings meaning) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String text : new TreeSet<>(texts)) {
                float[] embedding = meaning.computed(text);
                float most = 0;
                for (float component : embedding) {
                    most = Math.max(most, Math.abs(component));
                }
                out.writeLong(hash(text));
                for (float component : embedding) {
                    out.writeByte(Math.round(component / most * Byte.MAX_VALUE));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    int size() {
        return byHash.size();
    }

    /** Of length 1; within a thousandth of what the model computes. */
    Optional<float[]> embedding(String text) {
        return Optional.ofNullable(byHash.get(hash(text))).map(components -> {
            double squares = 0;
            for (byte component : components) {
                squares += component * component;
            }
            double length = Math.sqrt(squares);
            float[] embedding = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                embedding[i] = (float) (components[i] / length);
            }
            return embedding;
        });
    }

    private static long hash(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
