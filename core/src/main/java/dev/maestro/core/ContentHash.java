package dev.maestro.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The address of an artifact: {@code sha256:} and 64 lower-case hexadecimal digits of the SHA-256 of
 * its bytes. What travels through workflows in place of the bytes.
 */
public record ContentHash(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    @JsonCreator
    public ContentHash {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a content hash: \"" + value + "\"; expected sha256: and 64 hexadecimal digits");
        }
    }

    /** The hash of these very bytes; two artifacts of the same bytes have one. */
    public static ContentHash of(byte[] bytes) {
        try {
            return new ContentHash("sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The hash of the text's UTF-8 bytes. */
    public static ContentHash of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return value;
    }
}
