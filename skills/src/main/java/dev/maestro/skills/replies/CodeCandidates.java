package dev.maestro.skills.replies;

import dev.maestro.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds programs and tests in what experts write. They are candidates only, best first; Python itself decides in the
 * sandbox whether one is Python. Total and linear in the text's length, like all of {@link Replies}.
 */
public final class CodeCandidates {
    private static final String FENCE = "```";
    private static final String PYTHON_FENCE = "```python";
    private static final String CLOSE = "</think>";
    private static final Set<String> PYTHON = Set.of("", "python", "python3", "py", "py3", "python2");
    private static final int MAX_ASSERTION_LINES = 40;
    /** A reply with more candidates than these is no reply to our question. */
    private static final int MOST = 12;
    /** What Python's own line splitting takes for the end of a line. */
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\\x0B\\f\\x1C-\\x1E\\x85\\u2028\\u2029]");
    private static final Pattern PASS_AT_END = Pattern.compile("\\n[ \\t]{1,200}pass$");
    private static final Pattern DEFINED = Pattern.compile("(?m)^[ \\t]{0,8}(?:async )?def[ \\t]+(\\w{1,80})");

    private CodeCandidates() {}

    /** Removes thoughts as the reference system does here: everything through the last closing tag; trimmed. */
    public static String withoutThoughts(String reply) {
        int close = lastIndexOfIgnoringCase(reply, CLOSE);
        return strip(close < 0 ? reply : reply.substring(close + CLOSE.length()));
    }

    /** The reference system's candidates for a test: the first of them that is Python is the test. */
    public static List<String> referenceTests(String reply) {
        String text = strip(withoutThoughts(reply).replace("`", ""));
        List<String> found = new ArrayList<>();
        for (String line : LINE_END.split(text)) {
            if (strip(line).startsWith("assert ") && found.size() < MOST) {
                found.add(strip(line));
            }
        }
        for (int at = text.indexOf("assert"); at >= 0; at = text.indexOf("assert", at + 1)) {
            int after = at + "assert".length();
            if (after < text.length() && isSpace(text.charAt(after))) {
                int end = text.indexOf('\n', after);
                found.add(strip(text.substring(at, end < 0 ? text.length() : end)));
                break;
            }
        }
        return found;
    }

    /** The reference system's candidate for the program: what follows the last Python fence. */
    public static Optional<String> referenceProgram(String reply) {
        String text = withoutThoughts(reply);
        int fence = lastIndexOfIgnoringCase(text, PYTHON_FENCE);
        if (fence < 0) {
            return Optional.empty();
        }
        String rest = text.substring(fence + PYTHON_FENCE.length());
        int close = rest.indexOf(FENCE);
        return Optional.of(strip(close < 0 ? rest : rest.substring(0, close))).filter(code -> !code.isEmpty());
    }

    /** The task as it is shown beside the stub: all of it where it defines a function, else a function of anything. */
    public static String signature(String question) {
        return question.contains("def ") ? question : "def solution(*args, **kwargs):";
    }

    /** The signature as an implementation that does nothing. */
    public static String stub(String question) {
        String text = stripEnd(signature(question));
        return PASS_AT_END.matcher(text.substring(Math.max(0, text.length() - 300))).find() ? text : text + "\n    pass";
    }

    /** Programs in a reply without thoughts: fenced as Python or unmarked ones, the last first, then a reply that is a program as a whole. */
    public static List<String> programs(String text) {
        List<String> found = new ArrayList<>(fences(text).reversed());
        if (found.isEmpty() && looksLikeCode(text)) {
            found.add(text);
        }
        return found.stream().map(CodeCandidates::trimLines).filter(code -> !code.isBlank()).limit(MOST).toList();
    }

    /** Assertions in a reply without thoughts, in order; one may span lines. */
    public static List<String> tests(String text) {
        List<String> lines = text.replace("`", "").lines().limit(2_000).toList();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size() && found.size() < MOST; i++) {
            assertionAt(lines, i).filter(test -> !found.contains(test)).ifPresent(found::add);
        }
        return found;
    }

    /** Tests that the question itself states: calls shown at a prompt with what they return, and assertions. */
    public static List<String> examples(String question) {
        List<String> lines = question.lines().limit(2_000).map(String::strip).toList();
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size() && found.size() < MOST; i++) {
            String next = lines.get(i + 1);
            boolean value = !next.isEmpty() && !next.startsWith(">>>") && !next.startsWith("...") && !next.startsWith("\"\"\"")
                    && !next.startsWith("Traceback");
            if (lines.get(i).startsWith(">>> ") && value && balance(lines.get(i)) == 0) {
                found.add("assert " + lines.get(i).substring(4).strip() + " == " + next);
            }
        }
        tests(question).stream().filter(test -> !found.contains(test)).forEach(found::add);
        return found.stream().limit(MOST).toList();
    }

    /** Functions that the question asks for. */
    public static List<String> asked(String question) {
        return DEFINED.matcher(question).results().map(match -> match.group(1)).distinct().limit(MOST).toList();
    }

    private static List<String> fences(String text) {
        List<String> python = new ArrayList<>();
        List<String> other = new ArrayList<>();
        int at = text.indexOf(FENCE);
        while (at >= 0) {
            int line = text.indexOf('\n', at);
            if (line < 0) {
                break;
            }
            int close = text.indexOf(FENCE, line);
            String body = text.substring(line + 1, close < 0 ? text.length() : Math.max(line + 1, close));
            String language = text.substring(at + FENCE.length(), Math.min(line, at + FENCE.length() + 40)).strip()
                    .toLowerCase(Locale.ROOT);
            (PYTHON.contains(language) ? python : other).add(body);
            at = close < 0 ? -1 : text.indexOf(FENCE, close + FENCE.length());
        }
        return python.stream().anyMatch(body -> !body.isBlank()) ? python : other;
    }

    private static Optional<String> assertionAt(List<String> lines, int i) {
        String line = lines.get(i).strip();
        int at = line.indexOf("assert ");
        if (at < 0 || (at > 0 && Character.isLetterOrDigit(line.charAt(at - 1)))) {
            return Optional.empty();
        }
        StringBuilder assertion = new StringBuilder(line.substring(at));
        int open = balance(line.substring(at));
        for (int j = i + 1; open > 0 && j < Math.min(lines.size(), i + MAX_ASSERTION_LINES); j++) {
            assertion.append('\n').append(lines.get(j));
            open += balance(lines.get(j));
        }
        return open == 0 ? Optional.of(assertion.toString().strip()) : Optional.empty();
    }

    private static int lastIndexOfIgnoringCase(String text, String ascii) {
        for (int at = text.length() - ascii.length(); at >= 0; at--) {
            if (text.regionMatches(true, at, ascii, 0, ascii.length())) {
                return at;
            }
        }
        return -1;
    }

    private static String strip(String text) {
        int from = 0;
        while (from < text.length() && isSpace(text.charAt(from))) {
            from++;
        }
        return stripEnd(text.substring(from));
    }

    private static String stripEnd(String text) {
        int to = text.length();
        while (to > 0 && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    static Parsed block(String text) {
        Optional<String> code = lastFence(text).or(() -> looksLikeCode(text) ? Optional.of(text) : Optional.empty())
                .map(CodeCandidates::trimLines).filter(c -> !c.isBlank());
        return code.map(c -> new Parsed(c, "code", Json.write(Map.of("code", c)))).orElseGet(() -> new Parsed(text, "none", ""));
    }

    /** The last fenced block that is Python or unmarked, else the last of any kind; an unclosed one goes to the end. */
    static Optional<String> lastFence(String text) {
        Optional<String> any = Optional.empty();
        Optional<String> python = Optional.empty();
        int at = text.indexOf(FENCE);
        while (at >= 0) {
            int line = text.indexOf('\n', at);
            if (line < 0) {
                break;
            }
            int close = text.indexOf(FENCE, line);
            String body = text.substring(line + 1, close < 0 ? text.length() : Math.max(line + 1, close));
            if (!body.isBlank()) {
                String language = text.substring(at + FENCE.length(), Math.min(line, at + FENCE.length() + 40)).strip()
                        .toLowerCase(Locale.ROOT);
                any = Optional.of(body);
                python = PYTHON.contains(language) ? any : python;
            }
            at = close < 0 ? -1 : text.indexOf(FENCE, close + FENCE.length());
        }
        return python.isPresent() ? python : any;
    }

    static Parsed assertion(String text) {
        return tests(text).stream().findFirst()
                .map(found -> new Parsed(found, "assertion", Json.write(Map.of("assertion", found))))
                .orElseGet(() -> new Parsed(text, "none", ""));
    }

    // Brackets opened less brackets closed, outside of strings on the line.
    private static int balance(String line) {
        int open = 0;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else {
                open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            }
        }
        return open;
    }

    private static boolean looksLikeCode(String text) {
        return text.startsWith("def ") || text.startsWith("import ") || text.startsWith("from ") || text.startsWith("class ")
                || text.startsWith("print(") || text.startsWith("@");
    }

    private static String trimLines(String code) {
        return code.stripTrailing().replaceFirst("^(?:[ \\t]*\\R)+", "");
    }
}
