package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value on a receipt or form looks like. */
enum ValueType {
    MONEY("(?:(?:[$£€¥₹]|RM|Rp|USD|EUR|GBP|CHF|S\\$)\\s?)?-?\\d{1,3}(?:[ ,.']?\\d{3})*[.,]\\s?\\d{2}(?!\\d)(?:\\s?(?:[$£€¥]|USD|EUR|GBP|CHF|RM))?"
            + "|(?:[$£€¥₹]|RM|Rp|USD|EUR|GBP|CHF)\\s?\\d[\\d,.]*"),
    DATE("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\s?\\d{1,2}[-/.]\\s?\\d{2,4}"
            + "|\\d{1,2}(?:st|nd|rd|th)?[ ./-]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?[ ,./-]*\\d{2,4}"
            + "|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?[ -]?\\d{1,2}(?:st|nd|rd|th)?,?\\s?(?:\\d{4}|'?\\d{2}(?!\\d))"),
    TIME("(?<![\\d:])\\d{1,2}:\\d{2}(?::\\d{2})?\\s?(?:[ap]\\.?m\\.?)?|\\b\\d{1,2}\\s?[ap]\\.?m\\b\\.?"),
    PHONE("(?:\\+\\s?\\d{1,3}[ .-]?)?(?:\\(\\d{1,5}\\)[ .-]?)?\\d{2,5}(?:[ .-]?\\d{2,5}){1,4}"),
    EMAIL("[\\w.+-]+\\s?@\\s?[\\w-]+(?:\\.[\\w-]+)+"),
    URL("(?:https?://|www\\.)\\S+|\\b[\\w-]+\\.(?:com|org|net|co|io|de|uk|edu|gov|info)\\b(?:/\\S*)?"),
    PERCENT("\\d+(?:[.,]\\d+)?\\s?%"),
    CODE("[A-Z]{0,6}[-#]?\\d[A-Z0-9/-]*|[A-Z]+-?\\d[A-Z0-9/-]*"),
    NUMBER("-?\\d+(?:[.,]\\d+)*"),
    ANY(".+");

    private static final Pattern AMOUNT = Pattern.compile("(.*?)(?:[.,](\\d{0,2}))?");

    private final Pattern pattern;

    ValueType(String regex) {
        pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** All that look like it, from left to right. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String value = matcher.group().strip();
            if (this != PHONE || isPhone(value)) {
                found.add(this == MONEY ? value.replaceAll("([.,])\\s+", "$1") : value);
            }
        }
        return found;
    }

    Optional<String> firstIn(String text) {
        return in(text).stream().findFirst();
    }

    Optional<String> lastIn(String text) {
        return in(text).stream().reduce((_, later) -> later);
    }

    private static boolean isPhone(String value) {
        long digits = value.chars().filter(Character::isDigit).count();
        return digits >= 7 && digits <= 15 && DATE.in(value).isEmpty();
    }

    /** The amount as a number, the last mark before one or two digits being the decimal one. */
    static double amount(String money) {
        Matcher parts = AMOUNT.matcher(money.replaceAll("[^\\d.,-]", ""));
        if (!parts.matches()) {
            return 0;
        }
        String whole = parts.group(1).replaceAll("[.,]", "");
        String cents = parts.group(2) == null ? "" : parts.group(2);
        try {
            return Double.parseDouble(whole + "." + cents + "0");
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
