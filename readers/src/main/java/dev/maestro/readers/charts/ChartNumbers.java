package dev.maestro.readers.charts;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as charts print them, and back. */
final class ChartNumbers {
    private static final Pattern FORM = Pattern.compile(
            "^[~≈<>]?\\s*([$€£¥₹]|US\\$|Rs\\.?)?\\s*([-−–+])?\\s*([$€£¥₹])?\\s*(\\d[\\d ,.'’\u00a0\u202f]*|\\.\\d+)(?:[eE]([+-]?\\d{1,2}))?\\s*"
                    + "(%|percent|per cent|pp|k|K|thousand|m|M|mn|Mn|mio|million|b|B|bn|Bn|billion|bln|t|T|tn|trillion|[$€£¥°])?\\s*(%)?\\s*[*†]*$");
    private static final Map<String, Double> FACTORS = Map.ofEntries(
            Map.entry("k", 1e3), Map.entry("thousand", 1e3), Map.entry("m", 1e6), Map.entry("mn", 1e6), Map.entry("mio", 1e6),
            Map.entry("million", 1e6), Map.entry("b", 1e9), Map.entry("bn", 1e9), Map.entry("bln", 1e9), Map.entry("billion", 1e9),
            Map.entry("t", 1e12), Map.entry("tn", 1e12), Map.entry("trillion", 1e12));

    private ChartNumbers() {}

    /**
     * @param value with its suffix applied: {@code 2K} is 2000; {@code 12%} is 12
     * @param unit  {@code %}, a currency sign or empty
     * @param text  as it stood
     */
    record Quantity(double value, String unit, String text) {
        boolean isYear() {
            return unit.isEmpty() && value >= 1800 && value <= 2100 && text.matches("\\d{4}\\*?");
        }
    }

    /** Empty when the text is anything but one number. */
    static Optional<Quantity> parse(String raw) {
        String text = raw.strip();
        boolean bracketed = text.startsWith("(") && text.endsWith(")") && text.length() > 2;
        Matcher m = FORM.matcher(bracketed ? text.substring(1, text.length() - 1) : text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<Double> digits = digits(m.group(4).strip());
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        double value = digits.get();
        if (m.group(5) != null) {
            value *= Math.pow(10, Integer.parseInt(m.group(5)));
        }
        String suffix = m.group(6) == null ? "" : m.group(6);
        value *= FACTORS.getOrDefault(suffix.toLowerCase(Locale.ROOT), 1.0);
        if (Double.isInfinite(value)) {
            return Optional.empty();
        }
        boolean minus = m.group(2) != null && !"+".equals(m.group(2));
        if (minus || bracketed) {
            value = -value;
        }
        String unit = m.group(7) != null || suffix.startsWith("%") || suffix.startsWith("per")
                ? "%"
                : m.group(1) != null
                        ? m.group(1)
                        : m.group(3) != null
                                ? m.group(3)
                                : "$€£¥°".contains(suffix) ? suffix : "";
        return Optional.of(new Quantity(value, unit, text));
    }

    /** Digits with separators: the last of comma and point that is not followed by exactly three digits is the decimal sign. */
    private static Optional<Double> digits(String raw) {
        String s = raw.replaceAll("[\\s'’\u00a0\u202f]+", " ").strip();
        if (s.endsWith(",") || s.endsWith(".")) {
            s = s.substring(0, s.length() - 1).strip();
        }
        // a blank must separate thousands ("1 136"), or follow a misread point ("12. 5")
        s = s.replaceAll("([.,]) (?=\\d)", "$1").replaceAll(" (?=[.,]\\d)", "");
        if (s.contains(" ")) {
            if (!s.matches("\\d{1,3}( \\d{3})+([.,]\\d+)?")) {
                return Optional.empty();
            }
            s = s.replace(" ", "");
        }
        int commas = count(s, ',');
        int points = count(s, '.');
        if (commas > 0 && points > 0) {
            boolean commaDecimal = s.lastIndexOf(',') > s.lastIndexOf('.');
            s = commaDecimal ? s.replace(".", "").replace(',', '.') : s.replace(",", "");
        } else if (commas > 0) {
            s = commas > 1 || s.matches("[1-9]\\d{0,2},\\d{3}") ? s.replace(",", "") : s.replace(',', '.');
        } else if (points > 1) {
            s = s.replace(".", "");
        }
        try {
            return Optional.of(Double.parseDouble(s));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static int count(String s, char c) {
        return (int) s.chars().filter(x -> x == c).count();
    }

    /** Decimals of a printed number: 2 for {@code 13.05}. */
    static int decimals(String text) {
        Matcher m = Pattern.compile("[.,](\\d+)(?!.*[.,]\\d)").matcher(text);
        if (!m.find()) {
            return 0;
        }
        boolean thousands = m.group(1).length() == 3 && text.contains(",")
                && parse(text).map(q -> Math.abs(q.value()) >= 1000).orElse(false);
        return thousands ? 0 : m.group(1).length();
    }

    /** Plain decimal notation without trailing zeros, at most {@code decimals} places. */
    static String plain(double value, int decimals) {
        java.math.BigDecimal rounded = java.math.BigDecimal.valueOf(value)
                .setScale(Math.max(0, decimals), java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Rounded to a step of what can be told by eye: {@code step} is about a pixel or two. */
    static String measured(double value, double step) {
        if (!(step > 0)) {
            return plain(value, 2);
        }
        int places = (int) Math.ceil(-Math.log10(step));
        if (places <= 0) {
            double unit = Math.pow(10, -places);
            return plain(Math.round(value / unit * 2) * unit / 2, 0);
        }
        return plain(value, Math.min(places, 6));
    }
}
