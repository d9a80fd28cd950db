package dev.maestro.registry.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's reasoning before its reply, in both forms: paired tags, and a lone closing tag where the
 * chat template had opened the thought.
 */
public final class Thoughts {
    private static final Pattern TAG = Pattern.compile("<\\s{0,8}(/?)\\s{0,8}think(?:ing)?\\s{0,8}>", Pattern.CASE_INSENSITIVE);

    private Thoughts() {}

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
