package dev.maestro.inference.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The printable letter that byte-level vocabularies write for each byte: printable Latin-1 stands for itself,
 * the other bytes for the letters from U+0100 on, in order.
 */
final class ByteAlphabet {
    private static final int[] BYTE_OF = new int[0x200];

    static {
        Arrays.fill(BYTE_OF, -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            BYTE_OF[printable ? b : next++] = b;
        }
    }

    private ByteAlphabet() {}

    /** The bytes a token stands for; a token with a letter outside the alphabet stands for its own text. */
    static byte[] bytes(String token) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            out.write(BYTE_OF[c]);
        }
        return out.toByteArray();
    }
}
