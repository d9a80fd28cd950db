package dev.maestro.scoring;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings what is written in several ways to one: dashes for a minus, numbers with a suffix or a power of ten, symbols of LaTeX, tuples. */
final class EquivalentForms {
    /** Stuck to its number and capital, so that metres and bytes stay what they are; a small k means nothing else. */
    private static final Pattern SUFFIX = Pattern.compile("^([^0-9A-Za-z]*)([0-9][0-9,]*(?:\\.[0-9]+)?)([kKMBT])([^0-9A-Za-z]*)$");
    private static final Map<String, Integer> ZEROS = Map.of("k", 3, "K", 3, "M", 6, "B", 9, "T", 12);
    private static final Pattern POWER = Pattern.compile(
            "([0-9]+(?:\\.[0-9]+)?)\\s*(?:[·×x*⋅]|\\\\times|\\\\cdot)\\s*10\\s*(?:\\^\\s*\\{?\\s*([-+]?[0-9]{1,3})\\s*}?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))");
    private static final Map<String, String> SYMBOLS = Map.ofEntries(Map.entry("\\pm", "±"), Map.entry("\\mp", "∓"),
            Map.entry("\\infty", "∞"), Map.entry("\\infinity", "∞"), Map.entry("\\pi", "π"), Map.entry("\\leq", "≤"),
            Map.entry("\\le", "≤"),
            Map.entry("\\geq", "≥"), Map.entry("\\ge", "≥"), Map.entry("\\neq", "≠"), Map.entry("\\ne", "≠"), Map.entry("\\alpha", "α"),
            Map.entry("\\beta", "β"), Map.entry("\\theta", "θ"), Map.entry("\\emptyset", "∅"));
    private static final Pattern SYMBOL = Pattern.compile("\\\\[a-zA-Z]+");

    /** What is longer is a text, not a value. */
    private static final int LONGEST = 500;

    private EquivalentForms() {}

    /** A dash that stands close before a number, at the beginning, is a minus. */
    static String minus(String text) {
        return text.strip().matches("(?s)[\\u2010-\\u2015]\\.?[0-9].*") ? "-" + text.strip().substring(1) : text;
    }

    /** The text with suffixes and powers of ten as plain numbers, and with symbols for LaTeX's names of them. */
    static String plain(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        String symbols = SYMBOL.matcher(text).replaceAll(m -> Matcher.quoteReplacement(SYMBOLS.getOrDefault(m.group(), m.group())));
        String spaced = symbols.equals(text) ? text : symbols.replaceAll("(?<=[±∓])\\s+", "");
        String powers = POWER.matcher(spaced).replaceAll(m -> scaled(m.group(1), exponent(m)));
        Matcher suffix = SUFFIX.matcher(powers.strip());
        return suffix.matches()
                ? suffix.group(1) + scaled(suffix.group(2).replace(",", ""), ZEROS.getOrDefault(suffix.group(3), 0)) + suffix.group(4)
                : powers;
    }

    private static int exponent(java.util.regex.MatchResult power) {
        String written = power.group(2) != null ? power.group(2) : Normalizer.normalize(power.group(3), Normalizer.Form.NFKC);
        return Integer.parseInt(written.replace('\u2212', '-').replaceFirst("^\\+", ""));
    }

    private static String scaled(String digits, int zeros) {
        return new BigDecimal(digits).scaleByPowerOfTen(zeros).toPlainString();
    }

    /**
     * Whether both are the same tuple, interval or list: the same brackets, as many parts in the same order, each the same.
     *
     * @param same compares two parts
     */
    static boolean sameTuple(String said, String truth, BiPredicate<String, String> same) {
        if (said.length() > LONGEST || truth.length() > LONGEST) {
            return false;
        }
        Optional<List<String>> wanted = parts(truth);
        Optional<List<String>> given = parts(said);
        if (wanted.isEmpty() || given.isEmpty() || wanted.get().size() != given.get().size()) {
            return false;
        }
        int last = wanted.get().size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean bracket = i == 0 || i == last;
            if (bracket ? !wanted.get().get(i).equals(given.get().get(i)) : !same.test(given.get().get(i), wanted.get().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The opening bracket, two or more parts, the closing bracket; brackets may be missing. */
    private static Optional<List<String>> parts(String text) {
        String s = text.strip().replaceAll("\\\\(left|right)\\s*", "").replaceFirst("[.]$", "").strip();
        String open = s.matches("[(\\[{].*") ? s.substring(0, 1) : "";
        String close = s.matches(".*[)\\]}]") ? s.substring(s.length() - 1) : "";
        String inner = s.substring(open.length(), s.length() - close.length());
        if (inner.matches(".*[(\\[{)\\]}].*") || open.isEmpty() != close.isEmpty()) {
            return Optional.empty();
        }
        String[] each = inner.split("[,;]", -1);
        if (each.length < 2) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add(open);
        for (String part : each) {
            if (part.isBlank()) {
                return Optional.empty();
            }
            parts.add(part.strip().toLowerCase(Locale.ROOT));
        }
        parts.add(close);
        return Optional.of(parts);
    }
}
