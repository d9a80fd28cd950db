package dev.maestro.service.access;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.access.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code sk-maestro-}, 8 characters that name it, {@code _}, and 43 characters of base 62
 * that are its secret (256 random bits). Only the SHA-256 of the secret is ever stored.
 */
public record KeySecret(String id, String secret) {
    private static final String PREFIX = "sk-maestro-";
    private static final Pattern FORM = Pattern.compile(PREFIX + "([A-Za-z0-9]{8})_([A-Za-z0-9]{43})");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one: 43 characters of 62 hold more than 256 bits. */
    public static KeySecret fresh() {
        return new KeySecret(random(8), random(43));
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    public static Optional<KeySecret> parse(String written) {
        Matcher matcher = FORM.matcher(written.strip());
        return matcher.matches() ? Optional.of(new KeySecret(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Whether a text holds what looks like a key, wherever in it. */
    public static boolean isIn(String text) {
        return text.contains(PREFIX);
    }

    /** As its holder sends it. */
    public String written() {
        return PREFIX + id + "_" + secret;
    }

    /** The row that lets it in. */
    public ApiKey row(String name, String tenant, Role role, String by, Instant at, Optional<Instant> expires) {
        return new ApiKey(id, ContentHash.of(secret).value(), secret.substring(secret.length() - 4), name, tenant, role.wire(), by, at,
                expires,
                Optional.empty(), Optional.empty());
    }

    /** Takes the same time wherever the two differ. */
    boolean isOf(ApiKey key) {
        return MessageDigest.isEqual(ContentHash.of(secret).value().getBytes(StandardCharsets.US_ASCII),
                key.secretHash().getBytes(StandardCharsets.US_ASCII));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
