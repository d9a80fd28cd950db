package dev.maestro.skills.replies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.text.FinalAnswer;
import dev.maestro.core.text.Thoughts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expert's reply: one parser per kind, each total (it never throws, whatever the reply) and
 * linear in the reply's length. Thoughts are removed first, in every form; only {@code raw} and the two
 * parsers that read as the reference system does ({@code paired_thoughts}, {@code label_anywhere}) leave
 * some or all of them.
 *
 * <p>What {@link Parsed#value} is: {@code text} and {@code raw} nothing; {@code last_line} the bare final answer;
 * {@code label} one of the labels; {@code number} the number, plain; {@code boxes} how many;
 * {@code tool_call} {@code crop} or {@code none}; {@code code} {@code code} or {@code none};
 * {@code assertion} {@code assertion} or {@code none}; {@code latex} the formula; {@code items} how many
 * numbered lines there are; {@code label_anywhere} one of the labels.
 * {@link Parsed#json}: {@code boxes} the list; {@code tool_call} the box; {@code code} {@code {"code":…}};
 * {@code number} {@code {"number":…}}; {@code label} {@code {"label":…}}.
 */
public final class Replies {
    /** Replies are bounded by the client already; what is longer loses its head. */
    private static final int MAX_REPLY = 400_000;
    private static final int MAX_VALUE = 200;
    private static final Pattern NUMBER = Pattern
            .compile("[-\u2212+]?(?:\\d{1,3}(?:,\\d{3}){1,8}(?!\\d)|\\d{1,24})(?:\\.\\d{1,24})?|[-\u2212+]?\\.\\d{1,24}");
    private static final List<String> NUMBER_WORDS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty");
    /** {@code 1. what to find out}. */
    private static final Pattern ITEM = Pattern.compile("^[\\s>*_#-]{0,8}\\(?\\d{1,2}[.):]");
    private static final Pattern WORD = Pattern.compile("\\p{Alpha}{1,20}");

    private Replies() {}

    /** @param labels for {@code label}: in the order in which they are looked for; the last is taken when none is found */
    public static Parsed parse(ReplyParser parser, String reply, List<String> labels) {
        String bounded = reply.length() > MAX_REPLY ? reply.substring(reply.length() - MAX_REPLY) : reply;
        return switch (parser) {
            case RAW -> new Parsed(bounded.isBlank() ? "" : bounded, "", "");
            case PAIRED_THOUGHTS -> new Parsed(Thoughts.removePaired(bounded), "", "");
            case LABEL_ANYWHERE -> labelAnywhere(Thoughts.removePaired(bounded), labels);
            case TEXT, LAST_LINE, LABEL, BOXES, TOOL_CALL, CODE, ASSERTION, NUMBER, LATEX, ITEMS ->
                parse(parser, labels, Thoughts.remove(bounded));
        };
    }

    private static Parsed parse(ReplyParser parser, List<String> labels, String text) {
        return switch (parser) {
            case ITEMS -> new Parsed(text, String.valueOf(text.lines().filter(l -> ITEM.matcher(l).find()).count()), "");
            case LAST_LINE -> new Parsed(text, text.isEmpty() ? "" : value(FinalAnswer.of(text)), "");
            case LABEL -> label(text, labels);
            case NUMBER -> number(text);
            case BOXES -> boxes(text);
            case TOOL_CALL -> toolCall(text);
            case CODE -> CodeCandidates.block(text);
            case ASSERTION -> CodeCandidates.assertion(text);
            case LATEX -> latex(text);
            case TEXT, RAW, PAIRED_THOUGHTS, LABEL_ANYWHERE -> new Parsed(text, "", "");
        };
    }

    static String value(String text) {
        return Observations.head(text.strip(), MAX_VALUE);
    }

    private static Parsed label(String text, List<String> labels) {
        if (text.isEmpty() || labels.isEmpty()) {
            return Parsed.NOTHING;
        }
        String whole = text.toLowerCase(Locale.ROOT);
        String last = FinalAnswer.of(text).toLowerCase(Locale.ROOT);
        List<String> places = List.of(last, whole);
        String found = labels.stream().filter(l -> last.equals(l.toLowerCase(Locale.ROOT))).findFirst()
                .or(() -> first(places, labels, l -> l))
                .or(() -> first(places, labels, Replies::firstWord))
                .orElse(labels.getLast());
        return new Parsed(text, value(found), Json.write(Map.of("label", found)));
    }

    /** The first label whose first word stands anywhere, even inside another word; else the last. */
    private static Parsed labelAnywhere(String text, List<String> labels) {
        if (text.isEmpty() || labels.isEmpty()) {
            return Parsed.NOTHING;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String found = labels.stream().filter(l -> lower.contains(firstWord(l.toLowerCase(Locale.ROOT)))).findFirst()
                .orElse(labels.getLast());
        return new Parsed(text, value(found), Json.write(Map.of("label", found)));
    }

    private static String firstWord(String label) {
        return label.indexOf(' ') > 0 ? label.substring(0, label.indexOf(' ')) : label;
    }

    private static Optional<String> first(List<String> places, List<String> labels, java.util.function.UnaryOperator<String> form) {
        return places.stream()
                .flatMap(place -> labels.stream().filter(label -> hasWord(place, form.apply(label.toLowerCase(Locale.ROOT)))).limit(1))
                .findFirst();
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static Parsed number(String text) {
        if (text.isEmpty()) {
            return Parsed.NOTHING;
        }
        return lastNumber(FinalAnswer.of(text)).or(() -> lastNumber(text.substring(Math.max(0, text.length() - 2_000))))
                .map(n -> new Parsed(text, value(n.toPlainString()), Json.write(Map.of("number", n))))
                .orElseGet(() -> new Parsed(text, "", ""));
    }

    private static Optional<BigDecimal> lastNumber(String text) {
        Optional<BigDecimal> last = Optional.empty();
        int end = -1;
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            boolean dash = numbers.start() > 0 && Character.isLetterOrDigit(text.charAt(numbers.start() - 1));
            String written = numbers.group().replace(",", "").replace('\u2212', '-');
            last = Optional.of(new BigDecimal(dash && written.startsWith("-") ? written.substring(1) : written));
            end = numbers.start();
        }
        Matcher words = WORD.matcher(text);
        while (last.isEmpty() && words.find()) {
            int number = NUMBER_WORDS.indexOf(words.group().toLowerCase(Locale.ROOT));
            if (number >= 0 && words.start() > end) {
                end = words.start();
                last = Optional.of(BigDecimal.valueOf(number));
            }
        }
        return last;
    }

    private static Parsed boxes(String text) {
        List<Boxes.Written> boxes = Boxes.read(text);
        return new Parsed(text.isEmpty() ? "none" : text, String.valueOf(boxes.size()), Boxes.write(boxes));
    }

    /** A zoom: a call of a zoom function, or only the box. A call of any other function is none. */
    private static Parsed toolCall(String text) {
        int tag = text.toLowerCase(Locale.ROOT).indexOf("<tool_call>");
        String call = tag < 0 ? text : text.substring(tag + "<tool_call>".length());
        for (JsonNode node : LooseJson.findAll(call)) {
            String function = node.path("name").asText("");
            JsonNode arguments = node.path("arguments");
            boolean zoom = function.isEmpty() || function.toLowerCase(Locale.ROOT).contains("zoom");
            List<Boxes.Written> boxes = !zoom
                    ? List.of()
                    : Boxes.read(arguments.isMissingNode()
                            ? node.toString()
                            : arguments.isTextual() ? arguments.asText() : arguments.toString());
            if (!boxes.isEmpty()) {
                return new Parsed(text, "crop", Json.write(Boxes.tree(boxes.getFirst())));
            }
        }
        return new Parsed(text.isEmpty() ? "none" : text, "none", "");
    }

    private static Parsed latex(String text) {
        String formula = CodeCandidates.lastFence(text).orElse(text).strip();
        List<String> lines = new ArrayList<>(formula.lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
        if (formula.equals(text) && lines.size() > 1 && !formula.contains("\\begin")) {
            formula = FinalAnswer.of(formula);
        }
        for (String[] pair : new String[][]{{"$$", "$$"}, {"\\[", "\\]"}, {"\\(", "\\)"}, {"$", "$"}}) {
            if (formula.startsWith(pair[0]) && formula.endsWith(pair[1]) && formula.length() > pair[0].length() + pair[1].length()) {
                formula = formula.substring(pair[0].length(), formula.length() - pair[1].length()).strip();
            }
        }
        return new Parsed(formula, value(formula), "");
    }
}
