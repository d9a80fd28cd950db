package dev.maestro.core.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Removes from untrusted text whatever a model or our own parsers could take for markup: our tags, tool
 * tags, chat-template and vision tokens. The result holds none, also when removing one would have put
 * another together. Linear in the length of the text; never throws.
 */
public final class Markup {
    private static final String NAMES = "think|thinking|search|information|answer|tool_call|tool_response|tools|evidence|image|img|video|audio|box|ref|quad|point_start|point_end"
            + "|s|bos|eos|pad|unk|start_of_turn|end_of_turn|start_of_image|end_of_image|system|user|assistant|begin_of_box|end_of_box";
    /**
     * A tag of ours or of a chat template, in any case. Spaces are tolerated beside the name, attributes only with an equals
     * sign, so that comparisons in prose ({@code r < s and t > 3}) stay.
     */
    private static final Pattern TAG = Pattern.compile(
            "<\\s{0,8}/?\\s{0,8}(?:" + NAMES + ")\\s{0,8}/?\\s{0,8}>|</?(?:" + NAMES + ")\\s[^<>]*=[^<>]*>"
                    + "|<\\|[^<>\\s]*>|<[^<>\\s]*\\|>|</?SYS>",
            Pattern.CASE_INSENSITIVE);
    /** The beginning of one, cut off by the end of the text. */
    private static final Pattern CUT_TAG = Pattern.compile("</?(?:" + NAMES + ")(?:\\s[^<>]*)?|<\\|[^<>\\s]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern INSTRUCTION = Pattern.compile("\\[\\s{0,4}/?\\s{0,4}INST\\s{0,4}]", Pattern.CASE_INSENSITIVE);
    /** No tag of a chat template is longer; a longer one is left alone. */
    private static final int LONGEST_TAG = 200;

    private Markup() {}

    /**
     * @param text of a stranger, of any length
     * @return the same without markup, control characters and invisible ones; line breaks and tabs stay
     */
    public static String strip(String text) {
        StringBuilder out = new StringBuilder(text.length());
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (invisible(c)) {
                continue;
            }
            if (opens(c)) {
                open.push(out.length());
            }
            out.append(c);
            if (closes(c) && !open.isEmpty()) {
                int start = open.peek();
                if (out.length() - start <= LONGEST_TAG && TAG.matcher(plain(out, start)).matches()) {
                    out.setLength(start);
                    open.pop();
                }
            }
        }
        while (!open.isEmpty() && out.length() - open.peek() <= LONGEST_TAG && CUT_TAG.matcher(plain(out, open.peek())).matches()) {
            out.setLength(open.pop());
        }
        // With nothing in its place, the two sides could make a new one.
        return INSTRUCTION.matcher(out).replaceAll("-");
    }

    private static String plain(StringBuilder text, int start) {
        StringBuilder plain = new StringBuilder();
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(opens(c) ? '<' : closes(c) ? '>' : c == '\uff5c' ? '|' : c == '\uff0f' ? '/' : c);
        }
        return plain.toString();
    }

    private static boolean opens(char c) {
        return c == '<' || c == '\uff1c' || c == '\ufe64';
    }

    private static boolean closes(char c) {
        return c == '>' || c == '\uff1e' || c == '\ufe65';
    }

    // Control and format characters (zero-width, direction marks) can hide a tag from a reader of code and not from a model.
    private static boolean invisible(char c) {
        return (c < ' ' && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7f && c < 0xa0 && c != 0x85)
                || Character.getType(c) == Character.FORMAT;
    }
}
