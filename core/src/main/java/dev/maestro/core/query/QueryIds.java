package dev.maestro.core.query;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Ids of queries. Thread-safe. */
public final class QueryIds {
    /** What an id may be: 1 to 64 letters, digits, {@code -}, {@code _}. */
    public static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private QueryIds() {}

    /** A new one, of sixty random bits: no two alike among a hundred million with any likelihood worth naming. */
    public static String fresh() {
        StringBuilder text = new StringBuilder("q-");
        for (int digit = 0; digit < 12; digit++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
