package dev.maestro.core.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's reasoning before its reply, in both forms: paired tags, and a lone closing tag where the
 * chat template had opened the thought.
 */
public final class Thoughts {
    private static final Pattern TAG = Pattern.compile("<\\s{0,8}(/?)\\s{0,8}think(?:ing)?\\s{0,8}>", Pattern.CASE_INSENSITIVE);

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private Thoughts() {}

    /**
     * The reply without {@code <think>…</think>} pairs, trimmed, as the reference system removes thoughts: a tag without its
     * partner stays, with all that it stands for.
     */
    public static String removePaired(String reply) {
        String lower = reply.toLowerCase(java.util.Locale.ROOT);
        if (lower.length() != reply.length()) {
            lower = reply; // a character whose lower case is longer: then only plain tags are found
        }
        StringBuilder kept = new StringBuilder();
        int from = 0;
        for (int open = lower.indexOf(OPEN); open >= 0; open = lower.indexOf(OPEN, from)) {
            int close = lower.indexOf(CLOSE, open);
            if (close < 0) {
                break;
            }
            kept.append(reply, from, open);
            from = close + CLOSE.length();
        }
        return kept.append(reply, from, reply.length()).toString().strip();
    }

    /**
     * The reply without its thoughts, trimmed. A thought begins at an opening tag and ends at the next
     * closing one; everything before a closing tag that ends no thought is thought too, and so is
     * everything after an opening tag that is never closed (the reply was cut off).
     */
    public static String remove(String reply) {
        StringBuilder kept = new StringBuilder();
        Matcher tags = TAG.matcher(reply);
        boolean thinking = false;
        int from = 0;
        while (tags.find()) {
            boolean closing = !tags.group(1).isEmpty();
            if (closing && !thinking) {
                kept.setLength(0);
            } else if (!closing && !thinking) {
                kept.append(reply, from, tags.start());
            }
            thinking = !closing;
            from = tags.end();
        }
        if (!thinking) {
            kept.append(reply, from, reply.length());
        }
        return kept.toString().strip();
    }
}
