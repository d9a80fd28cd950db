package dev.maestro.orchestra.world;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Random numbers from a text, the same on every machine. A stream named {@code key} begins with the state {@code s}: the
 * first eight bytes, big-endian, of the SHA-256 of the key's UTF-8 bytes. Each 64-bit number is the next of SplitMix64
 * (Steele, Lea and Flood 2014): {@code s += 0x9e3779b97f4a7c15}, then {@code z = s},
 * {@code z = (z ^ z>>>30) * 0xbf58476d1ce4e5b9}, {@code z = (z ^ z>>>27) * 0x94d049bb133111eb}, {@code z ^ z>>>31}. A
 * number below {@code n} is the upper half of the 128-bit product with {@code n}; a number of [0, 1) is the upper 53
 * bits over 2^53. Not thread-safe.
 */
public final class SeededDraws {
    private long state;

    private SeededDraws(long state) {
        this.state = state;
    }

    /** The stream that the parts name, joined by {@code /}. */
    public static SeededDraws of(Object... parts) {
        return new SeededDraws(hash(key(parts)));
    }

    /** One number of [0, 1) for the parts, joined by {@code /}: the upper 53 bits of the hash that a stream begins with, over 2^53. */
    public static double unit(Object... parts) {
        return (hash(key(parts)) >>> 11) * 0x1.0p-53;
    }

    private static String key(Object... parts) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            key.append(key.isEmpty() ? "" : "/").append(part);
        }
        return key.toString();
    }

    private static long hash(String key) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** All 64 bits are drawn. */
    public long bits() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** @param bound at least 1 */
    public int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(bits(), bound);
    }

    /** 0 to 1, 1 excluded. */
    public double unit() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    /** @param from not empty */
    public <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    /** A copy in random order, by Fisher and Yates from the end. */
    public <T> List<T> shuffled(List<T> items) {
        List<T> all = new ArrayList<>(items);
        for (int i = all.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T moved = all.get(i);
            all.set(i, all.get(j));
            all.set(j, moved);
        }
        return List.copyOf(all);
    }
}
