package dev.maestro.skills.replies;

import dev.maestro.registry.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programs and assertions in replies. */
final class Code {
    private static final String FENCE = "```";
    private static final Set<String> PYTHON = Set.of("", "python", "python3", "py", "python2");
    private static final int MAX_ASSERTION_LINES = 40;

    private Code() {}

    static Parsed block(String text) {
        Optional<String> code = lastFence(text).or(() -> looksLikeCode(text) ? Optional.of(text) : Optional.empty()).map(Code::trimLines).filter(c -> !c.isBlank());
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
                String language = text.substring(at + FENCE.length(), Math.min(line, at + FENCE.length() + 40)).strip().toLowerCase(Locale.ROOT);
                any = Optional.of(body);
                python = PYTHON.contains(language) ? any : python;
            }
            at = close < 0 ? -1 : text.indexOf(FENCE, close + FENCE.length());
        }
        return python.isPresent() ? python : any;
    }

    static Parsed assertion(String text) {
        List<String> lines = text.replace("`", "").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int at = line.indexOf("assert ");
            if (at < 0 || (at > 0 && Character.isLetterOrDigit(line.charAt(at - 1)))) {
                continue;
            }
            StringBuilder assertion = new StringBuilder(line.substring(at));
            int open = balance(line.substring(at));
            for (int j = i + 1; open > 0 && j < Math.min(lines.size(), i + MAX_ASSERTION_LINES); j++) {
                assertion.append('\n').append(lines.get(j));
                open += balance(lines.get(j));
            }
            if (open == 0) {
                String found = assertion.toString().strip();
                return new Parsed(found, "assertion", Json.write(Map.of("assertion", found)));
            }
        }
        return new Parsed(text, "none", "");
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
        return text.startsWith("def ") || text.startsWith("import ") || text.startsWith("from ") || text.startsWith("class ") || text.startsWith("print(") || text.startsWith("@");
    }

    private static String trimLines(String code) {
        return code.stripTrailing().replaceFirst("^(?:[ \\t]*\\R)+", "");
    }
}
