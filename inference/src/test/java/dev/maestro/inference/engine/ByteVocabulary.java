package dev.maestro.inference.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One token for each byte, and some for whole pieces; the last one ends a turn. */
public final class ByteVocabulary implements Vocabulary {
    private final List<byte[]> tokens = new ArrayList<>();

    public ByteVocabulary(String... pieces) {
        for (int i = 0; i < 256; i++) {
            tokens.add(new byte[]{(byte) i});
        }
        for (String piece : pieces) {
            tokens.add(piece.getBytes(StandardCharsets.UTF_8));
        }
        tokens.add(new byte[0]);
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public byte[] bytes(int token) {
        return tokens.get(token).clone();
    }

    public int end() {
        return tokens.size() - 1;
    }

    /** The longest pieces first, then bytes. */
    public int[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length;) {
            int best = bytes[at] & 0xff;
            for (int id = 256; id < tokens.size() - 1; id++) {
                byte[] piece = tokens.get(id);
                if (piece.length > tokens.get(best).length && at + piece.length <= bytes.length
                        && java.util.Arrays.equals(bytes, at, at + piece.length, piece, 0, piece.length)) {
                    best = id;
                }
            }
            ids.add(best);
            at += tokens.get(best).length;
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
