package dev.maestro.core.text;

import java.util.regex.Pattern;

/** Writes addresses of any kind for people and logs: without user and password, and without parameters, which may hold keys. */
public final class ShownAddress {
    /** To the last sign: a password may hold any character, also {@code /} and {@code @}. */
    private static final Pattern USER = Pattern.compile("(?i)((?:[a-z][a-z0-9+.-]*:)*//)?[^\\s\"]*@");
    private static final Pattern PARAMETERS = Pattern.compile("[?#][^\\s\"]*");
    private static final Pattern SECRET = Pattern.compile("(?i)\\b([\\w.-]*(?:passw(?:or)?d|pwd|secret|token|key)\\s*=\\s*)[^\\s\"]+");

    private ShownAddress() {}

    /**
     * What of a text may be shown.
     *
     * @param text an address, right or wrong, or a sentence that quotes some
     * @return the same with nothing in it that stands where a user, a password, a key or a parameter would; other text stays
     */
    public static String of(String text) {
        String named = USER.matcher(text).replaceAll("$1");
        return SECRET.matcher(PARAMETERS.matcher(named).replaceAll("")).replaceAll("$1…");
    }
}
