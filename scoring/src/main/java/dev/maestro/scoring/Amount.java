package dev.maestro.scoring;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with what stands around it.
 *
 * @param value       with its sign and scale ({@code 3 million} is 3,000,000); of {@code 45%}, 45
 * @param percent     written with a percent sign or word
 * @param unit        in its short form, e.g. {@code cm}; a currency is a unit; empty without
 * @param decimals    places after the point as written; -1 when it was written as an expression
 * @param significant digits as written, without leading zeros; 0 when it was written as an expression
 */
record Amount(double value, boolean percent, String unit, int decimals, int significant) {
    /** Apart by less than this share of the larger: one number, computed in two ways. */
    private static final double SAME = 1e-9;
    /** How far a decimal may be off for its rounding, as a share, whatever its digits. */
    private static final double TOLERANCE = 1e-3;
    /** With fewer digits a rounded number says too little. */
    private static final int ENOUGH_DIGITS = 2;
    private static final int EXACT_DIGITS = 3;

    /** What is longer says more than one number. */
    private static final int MAX_LENGTH = 200;

    private static final String NUMBER = "[-+]?(?:[0-9]{1,3}(?:[,'\\u00a0\\u202f ][0-9]{3})+(?![0-9])|[0-9]+)?(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]{1,4})?";
    private static final Pattern LITERAL = Pattern.compile("^(" + NUMBER + ")(.*)$", Pattern.DOTALL);
    private static final Pattern BEFORE = Pattern.compile("^(?:approximately|approx\\.?|about|around|roughly|nearly|≈|~)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED = Pattern.compile("^\\\\?[A-Za-z][A-Za-z0-9_ ]{0,19}\\s*[=≈]\\s*");
    private static final Pattern PERCENT = Pattern.compile("(?:\\\\?%|percent(?:age)?(?: points?)?|per cent)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEGREE = Pattern.compile("(?:\\^\\s?\\{?\\s?\\\\circ\\s?\\}?|°)\\s?([CF])?$");
    private static final Pattern TEXT_UNIT = Pattern.compile("\\\\(?:text|mathrm|mbox)\\s?\\{\\s?([^{}]{0,30})\\}$");
    private static final Pattern WORDS = Pattern.compile("^[A-Za-zµΩμ²³/^ .]{0,40}$");
    /** Years, dates and the like: no differences, no quotients. */
    private static final Pattern RANGE = Pattern.compile("^[0-9][0-9.,]*+(?:\\s?[-–—]\\s?[0-9][0-9.,]*+)+$|^[0-9]++(?:/[0-9]++){2,}$");
    private static final Pattern VULGAR = Pattern.compile("([0-9]?)([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])");
    private static final Set<String> CURRENCIES = Set.of("$", "€", "£", "¥", "₹");
    private static final Map<String, Double> SCALES = Map.of(
            "hundred", 1e2, "thousand", 1e3, "k", 1e3, "million", 1e6, "mn", 1e6, "billion", 1e9, "bn", 1e9, "trillion", 1e12);
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("centimeter", "cm"), Map.entry("centimetre", "cm"), Map.entry("millimeter", "mm"), Map.entry("millimetre", "mm"),
            Map.entry("meter", "m"), Map.entry("metre", "m"), Map.entry("kilometer", "km"), Map.entry("kilometre", "km"),
            Map.entry("inch", "in"), Map.entry("inche", "in"), Map.entry("foot", "ft"), Map.entry("feet", "ft"), Map.entry("mile", "mi"),
            Map.entry("gram", "g"), Map.entry("kilogram", "kg"), Map.entry("second", "s"), Map.entry("sec", "s"),
            Map.entry("minute", "min"),
            Map.entry("hour", "h"), Map.entry("hr", "h"), Map.entry("degree", "°"), Map.entry("deg", "°"), Map.entry("dollar", "$"),
            Map.entry("usd", "$"),
            Map.entry("euro", "€"), Map.entry("eur", "€"), Map.entry("pound", "£"), Map.entry("liter", "l"), Map.entry("litre", "l"));
    /** Words after a number that make it something else than one number. */
    private static final Set<String> JOINING = Set.of("or", "and", "to", "not", "than", "but", "if", "out", "of", "vs", "versus", "x", "by",
            "am", "pm", "st", "nd", "rd", "th");

    /** The one number a text stands for; empty when it stands for none, or more than one. */
    static Optional<Amount> of(String text) {
        String s = plain(Wording.bare(text));
        if (s.length() > MAX_LENGTH || RANGE.matcher(s).matches()) {
            return Optional.empty();
        }
        OptionalLong word = NumberWords.value(Wording.words(s.replace('-', ' ')));
        if (word.isPresent()) {
            return Optional.of(whole(word.getAsLong()));
        }
        s = BEFORE.matcher(NAMED.matcher(s).replaceFirst("")).replaceFirst("").strip();
        boolean percent = PERCENT.matcher(s).find();
        s = PERCENT.matcher(s).replaceFirst("").strip();
        String unit = "";
        Matcher degree = DEGREE.matcher(s);
        Matcher named = TEXT_UNIT.matcher(s);
        if (degree.find()) {
            unit = "°" + (degree.group(1) == null ? "" : degree.group(1));
            s = s.substring(0, degree.start()).strip();
        } else if (named.find() && named.start() > 0) {
            unit = named.group(1).strip();
            s = s.substring(0, named.start()).strip();
        }
        boolean negative = s.startsWith("-") && s.length() > 1 && CURRENCIES.contains(s.substring(1, 2));
        String unsigned = s.startsWith("\\$") || negative ? s.substring(1) : s;
        if (!unsigned.isEmpty() && CURRENCIES.contains(unsigned.substring(0, 1))) {
            unit = unsigned.substring(0, 1);
            s = (negative ? "-" : "") + unsigned.substring(1).strip();
        }
        return literal(s, percent, unit).or(() -> expression(text, percent)).or(() -> spelled(Wording.words(text)));
    }

    private static String plain(String text) {
        String spaced = VULGAR.matcher(text)
                .replaceAll(m -> m.group(1) + (m.group(1).isEmpty() ? "" : " ") + Normalizer.normalize(m.group(2), Normalizer.Form.NFKC));
        String powers = spaced.replace("²", "^2").replace("³", "^3");
        // Thin and no-break spaces separate thousands; normalising would lose which they were, not that they were.
        return Normalizer.normalize(powers, Normalizer.Form.NFKC).replace('\u2212', '-').replace('\u2044', '/').strip();
    }

    private static Amount whole(double value) {
        return new Amount(value, false, "", 0, 1);
    }

    private static Optional<Amount> literal(String s, boolean percent, String unit) {
        Matcher found = LITERAL.matcher(s);
        if (!found.matches() || found.group(1).chars().noneMatch(Character::isDigit)) {
            return Optional.empty();
        }
        String digits = found.group(1).replaceAll("[,'\\u00a0\\u202f ]", "");
        double value;
        try {
            value = Double.parseDouble(digits);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
        String tail = found.group(2).strip();
        String[] words = tail.isEmpty() ? new String[0] : tail.split("\\s+");
        double scale = 1;
        if (words.length > 0 && SCALES.containsKey(words[0].toLowerCase(Locale.ROOT))) {
            scale = SCALES.get(words[0].toLowerCase(Locale.ROOT));
            tail = tail.substring(words[0].length()).strip();
            words = tail.isEmpty() ? new String[0] : tail.split("\\s+");
        }
        boolean mixed = !unit.isEmpty() && !tail.isEmpty();
        boolean currency = CURRENCIES.contains(tail);
        if (mixed || words.length > 2 || !currency && !WORDS.matcher(tail).matches()
                || List.of(words).stream().anyMatch(w -> JOINING.contains(w.toLowerCase(Locale.ROOT)))) {
            return Optional.empty();
        }
        String mantissa = digits.split("[eE]", 2)[0];
        int point = mantissa.indexOf('.');
        int significant = mantissa.replaceAll("[^0-9]", "").replaceFirst("^0+", "").length();
        int decimals = point < 0 || digits.length() > mantissa.length() ? 0 : mantissa.length() - point - 1;
        return Optional.of(new Amount(value * scale, percent, unit(unit.isEmpty() ? tail : unit),
                scale == 1 ? decimals : Math.max(decimals, 1), significant));
    }

    private static String unit(String written) {
        String s = written.strip();
        if (s.length() > 3) {
            s = s.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
            s = s.length() > 3 && s.endsWith("s") && !s.endsWith("ss") ? s.substring(0, s.length() - 1) : s;
        }
        return UNITS.getOrDefault(s.toLowerCase(Locale.ROOT), s);
    }

    private static Optional<Amount> expression(String text, boolean percent) {
        String s = plain(Wording.bare(text));
        s = BEFORE.matcher(NAMED.matcher(s).replaceFirst("")).replaceFirst("");
        s = DEGREE.matcher(PERCENT.matcher(s).replaceFirst("").strip()).replaceFirst("");
        Matcher unit = TEXT_UNIT.matcher(s);
        String named = unit.find() && unit.start() > 0 ? unit.group(1) : "";
        OptionalDouble value = LatexNumbers.value(named.isEmpty() ? s : s.substring(0, unit.start()).strip());
        if (value.isEmpty()) {
            // "2\sqrt{3} cm", "3/4 hours"
            Matcher word = Pattern.compile("^(.*[0-9})iπ])\\s+([A-Za-z]{1,12})$").matcher(s);
            if (word.matches() && !JOINING.contains(word.group(2).toLowerCase(Locale.ROOT))) {
                named = word.group(2);
                value = LatexNumbers.value(word.group(1));
            }
        }
        String of = unit(named);
        return value.isEmpty() ? Optional.empty() : Optional.of(new Amount(value.getAsDouble(), percent, of, -1, 0));
    }

    /** "four dogs" */
    private static Optional<Amount> spelled(List<String> words) {
        int end = 0;
        while (end < words.size() && (NumberWords.belongs(words.get(end)) || words.get(end).equals("and") && end > 0)) {
            end++;
        }
        boolean thing = end > 0 && words.size() - end <= 2
                && words.subList(end, words.size()).stream().noneMatch(w -> JOINING.contains(w) || w.chars().anyMatch(Character::isDigit));
        OptionalLong value = thing ? NumberWords.value(words.subList(0, end)) : OptionalLong.empty();
        return value.isEmpty() ? Optional.empty() : Optional.of(whole(value.getAsLong()));
    }

    /** Whether the said amount is the wanted one. */
    static boolean same(Amount said, Amount wanted) {
        if (!said.unit.isEmpty() && !wanted.unit.isEmpty() && !said.unit.equals(wanted.unit) && known(said.unit) && known(wanted.unit)) {
            return false;
        }
        if (said.percent != wanted.percent) {
            // "45%" for "45" of a chart in percent, and for 0.45.
            double share = said.percent ? said.value / 100 : said.value * 100;
            Amount scaled = new Amount(share, wanted.percent, said.unit,
                    said.decimals < 0 ? -1 : Math.max(0, said.decimals + (said.percent ? 2 : -2)), said.significant);
            return close(said, wanted) || close(scaled, wanted);
        }
        return close(said, wanted);
    }

    private static boolean known(String unit) {
        return UNITS.containsValue(unit) || CURRENCIES.contains(unit) || unit.startsWith("°") || unit.equals("kg");
    }

    private static boolean close(Amount said, Amount wanted) {
        double apart = Math.abs(said.value - wanted.value);
        double larger = Math.max(Math.abs(said.value), Math.abs(wanted.value));
        if (apart <= SAME * larger) {
            return true;
        }
        boolean counted = wanted.decimals == 0 && wanted.value == Math.rint(wanted.value);
        if (counted || Math.signum(said.value) != Math.signum(wanted.value)) {
            return false;
        }
        return apart <= TOLERANCE * larger
                || said.significant >= ENOUGH_DIGITS && apart <= halfUnit(said)
                || (wanted.significant >= EXACT_DIGITS || wanted.significant >= ENOUGH_DIGITS && said.decimals < 0)
                        && apart <= halfUnit(wanted);
    }

    /** Half a unit of the last place, the half included, as far as doubles can tell. */
    private static double halfUnit(Amount rounded) {
        return rounded.decimals < 0 ? 0 : BigDecimal.ONE.movePointLeft(rounded.decimals).doubleValue() * (0.5 + 1e-9);
    }
}
