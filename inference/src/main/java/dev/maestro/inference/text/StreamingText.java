package dev.maestro.inference.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Text that grows token by token. A character whose bytes are spread over tokens comes out when it is whole; all
 * pieces together are what decoding everything at once gives. Special tokens are passed over. For one thread.
 */
public final class StreamingText {
    private final Tokenizer tokenizer;
    private byte[] held = {};

    StreamingText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What can be shown after this token; empty while a character is incomplete. */
    public String append(int token) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(held);
        all.writeBytes(tokenizer.bytes(token));
        byte[] bytes = all.toByteArray();
        int whole = bytes.length - Utf8Decoder.unfinished(bytes, bytes.length);
        held = Arrays.copyOfRange(bytes, whole, bytes.length);
        return Utf8Decoder.text(bytes, whole);
    }

    /** What is left at the end: a replacement character where a character was never finished. */
    public String end() {
        String rest = Utf8Decoder.text(held, held.length);
        held = new byte[0];
        return rest;
    }
}
