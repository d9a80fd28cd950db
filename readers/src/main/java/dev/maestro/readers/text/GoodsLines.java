package dev.maestro.readers.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of goods: a name with a price, perhaps a quantity. */
final class GoodsLines {
    private static final Pattern QUANTITY = Pattern.compile(
            "(?i)^\\s*(\\d{1,3})\\s?(?:x|×|\\*|pcs?\\b|@)?\\s*(?=[a-z])|\\b(?:x|×|qty:?)\\s?(\\d{1,3})\\b|\\b(\\d{1,3})\\s?(?:x|×|@)\\s");
    private static final Pattern SUMS = Pattern.compile(
            "(?i).*\\b(?:sub ?total|total|tax|vat|gst|cash|change|visa|mastercard|card|balance|amount due|tendered|discount|tip|paid|debit|credit)\\b.*");

    private final Page page;

    GoodsLines(Page page) {
        this.page = page;
    }

    /** What the named thing costs. */
    Optional<Finding> price(String name) {
        return row(name).flatMap(row -> ValueType.MONEY.lastIn(row.text()).or(() -> ValueType.NUMBER.lastIn(afterName(row)))
                .map(price -> new Finding(price, "The line \"%s\" names it with its price.".formatted(row.text()), 0.85)));
    }

    /** How many of the named thing. */
    Optional<Finding> quantity(String name) {
        return row(name).map(row -> {
            Matcher matcher = QUANTITY.matcher(row.text());
            String quantity = matcher.find() ? firstGroup(matcher) : loneNumber(row).orElse("1");
            return new Finding(quantity, "The line \"%s\" names it with its quantity.".formatted(row.text()), 0.8);
        });
    }

    Optional<Finding> extreme(boolean dearest) {
        Comparator<Page.Row> byPrice = Comparator.comparingDouble(row -> ValueType.amount(ValueType.MONEY.lastIn(row.text()).orElse("0")));
        List<Page.Row> goods = rows();
        return (dearest ? goods.stream().max(byPrice) : goods.stream().min(byPrice))
                .map(row -> new Finding(nameOf(row),
                        "The line \"%s\" has the %s price.".formatted(row.text(), dearest ? "highest" : "lowest"), 0.75));
    }

    Optional<Finding> count() {
        List<Page.Row> goods = rows();
        return goods.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(String.valueOf(goods.size()), "%d lines name goods with a price.".formatted(goods.size()), 0.7));
    }

    Optional<Finding> names() {
        List<String> names = rows().stream().map(GoodsLines::nameOf).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(new Finding(String.join(", ", names), "These lines have a price.", 0.7));
    }

    /** Rows with a name and a price above the sums. */
    private List<Page.Row> rows() {
        List<Page.Row> all = page.rows();
        int end = 0;
        while (end < all.size() && !(SUMS.matcher(all.get(end).text()).matches() && !ValueType.MONEY.in(all.get(end).text()).isEmpty())) {
            end++;
        }
        return all.subList(0, end).stream()
                .filter(row -> !ValueType.MONEY.in(row.text()).isEmpty() && nameOf(row).chars().filter(Character::isLetter).count() >= 3
                        && ValueType.DATE.in(row.text()).isEmpty())
                .toList();
    }

    private Optional<Page.Row> row(String name) {
        List<String> wanted = OcrSimilarity.words(name);
        return page.rows().stream()
                .filter(row -> row.text().chars().anyMatch(Character::isDigit))
                .max(Comparator.comparingDouble(row -> likeness(wanted, row)))
                .filter(row -> likeness(wanted, row) >= 0.6);
    }

    private static double likeness(List<String> wanted, Page.Row row) {
        List<String> there = OcrSimilarity.words(row.text().replaceAll("(?<=\\d)(?=[A-Za-z]{3,})|(?<=\\bx)(?=[A-Z])", " "));
        double extra = there.stream().filter(
                word -> word.chars().filter(Character::isLetter).count() > 2 && wanted.stream().noneMatch(w -> OcrSimilarity.same(w, word)))
                .count();
        double joined = OcrSimilarity.find(String.join(" ", wanted), there).isEmpty() ? 0 : 1;
        return Math.max(joined, OcrSimilarity.coverage(wanted, there)) - 0.05 * extra;
    }

    private static String nameOf(Page.Row row) {
        return row.text().replaceAll("\\s*(?:(?:[$£€¥]|RM)?\\s?\\d+[.,]\\d{2}|(?:[$£€¥]|RM)\\s?\\d).*$", "")
                .replaceFirst("^\\d{1,3}\\s?(?:x|×|\\*|@)?\\s*(?=[A-Za-z])", "").strip();
    }

    private static String afterName(Page.Row row) {
        return row.text().replaceFirst("^.*[A-Za-z]{3,}", "");
    }

    private static Optional<String> loneNumber(Page.Row row) {
        return row.cells().stream().map(Page.Cell::text).filter(text -> text.matches("\\d{1,3}")).findFirst();
    }

    private static String firstGroup(Matcher matcher) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) != null) {
                return matcher.group(i);
            }
        }
        throw new IllegalStateException("a quantity without a number in " + matcher);
    }
}
