package dev.maestro.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tagged stretches of a trajectory, found in linear time. */
final class TaggedBlocks {
    private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.LITERAL;
    private static final Pattern ANSWER_OPENS = Pattern.compile("<answer>", ANY_CASE);
    private static final Pattern ANSWER_CLOSES = Pattern.compile("</answer>", ANY_CASE);
    private static final Pattern OPENING = Pattern.compile("<(search|answer|information)>");

    private TaggedBlocks() {}

    record Block(String tag, String content) {}

    /** Blocks from left to right, each closed by the next closing tag of its own; one inside another is not seen. */
    static List<Block> of(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher opening = OPENING.matcher(text);
        List<String> neverClosed = new ArrayList<>();
        int from = 0;
        while (opening.find(from)) {
            String tag = opening.group(1);
            int closing = neverClosed.contains(tag) ? -1 : text.indexOf("</" + tag + ">", opening.end());
            if (closing < 0) {
                neverClosed.add(tag);
                from = opening.end();
            } else {
                blocks.add(new Block(tag, text.substring(opening.end(), closing)));
                from = closing + tag.length() + 3;
            }
        }
        return blocks;
    }

    /** Content of the last answer block, tags in any case. */
    static Optional<String> lastAnswer(String text) {
        Optional<String> last = Optional.empty();
        Matcher opens = ANSWER_OPENS.matcher(text);
        Matcher closes = ANSWER_CLOSES.matcher(text);
        int from = 0;
        while (opens.find(from) && closes.find(opens.end())) {
            last = Optional.of(text.substring(opens.end(), closes.start()));
            from = closes.end();
        }
        return last;
    }

    /** Content of the first answer block that stands on one line, tags in any case. */
    static Optional<String> firstAnswerOnOneLine(String text) {
        Matcher opens = ANSWER_OPENS.matcher(text);
        Matcher closes = ANSWER_CLOSES.matcher(text);
        int closing = -1;
        int line = -1;
        while (opens.find()) {
            if (closing < opens.end()) {
                if (!closes.find(opens.end())) {
                    return Optional.empty();
                }
                closing = closes.start();
            }
            if (line < opens.end()) {
                int next = text.indexOf('\n', opens.end());
                line = next < 0 ? text.length() : next;
            }
            if (line >= closing) {
                return Optional.of(text.substring(opens.end(), closing));
            }
        }
        return Optional.empty();
    }
}
