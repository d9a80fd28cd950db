package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who issued a paper and where they are: what stands at its top, without labels. */
final class Letterhead {
    private static final Pattern TITLE = Pattern.compile(
            "(?:tax |sales |cash |customer )?(?:receipt|invoice|bill|copy|order|statement|welcome(?: to)?|thank you.*)|original|duplicate");
    private static final Pattern STREET = Pattern.compile(
            "(?i).*(?:\\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|way|square|sq|highway|hwy|court|ct|plaza|suite|floor|jalan|jln|lot|unit|no|taman|strasse|stra[sß]e|platz|rue|via|calle|p\\.?o\\.? ?box)\\b).*");
    private static final Pattern HOUSE = Pattern.compile("(?i)(?:no\\.? ?)?\\d{1,5}[a-z]?[ ,/-]+[a-z].*|.*[a-z],? +\\d{1,5}[a-z]?");
    private static final Pattern TOWN = Pattern.compile("(?i).*\\b\\d{4,6}(?:-\\d{4})?\\b.*|.*[a-z], ?[A-Z]{2}\\b.*|[a-z .]+, ?[a-z .]+");
    private static final Pattern OTHER = Pattern.compile(
            "(?i).*(?:\\b(?:tel|phone|fax|date|time|receipt|invoice|cashier|gst|vat|tax|reg|order|table|www|bill|total)\\b|@|https?:|\\.com\\b).*");

    private final Page page;

    Letterhead(Page page) {
        this.page = page;
    }

    Optional<Finding> name() {
        List<Page.Row> head = page.rows().subList(0, Math.min(5, page.rows().size())).stream()
                .filter(row -> !isTitle(row.text()) && ValueType.DATE.in(row.text()).isEmpty()
                        && row.text().codePoints().filter(Character::isLetter).count() >= 3)
                .filter(row -> !OTHER.matcher(row.text()).matches())
                .toList();
        if (head.isEmpty()) {
            return Optional.empty();
        }
        double tallest = head.stream().mapToDouble(Page.Row::height).max().orElseThrow();
        int first = head.getFirst().height() >= 0.8 * tallest ? 0 : head.stream().map(Page.Row::height).toList().indexOf(tallest);
        StringBuilder name = new StringBuilder(head.get(first).text());
        // a name may need two lines, but its address is smaller or has a number
        if (first + 1 < head.size()) {
            Page.Row next = head.get(first + 1);
            boolean alike = Math.abs(next.height() - head.get(first).height()) < 0.1 * tallest && next.height() > 1.3 * page.medianHeight();
            if (alike && !isAddress(next.text())) {
                name.append(' ').append(next.text());
            }
        }
        return Optional.of(new Finding(name.toString(), "\"%s\" stands at the head of the page.".formatted(name), 0.8));
    }

    Optional<Finding> address() {
        List<String> lines = new ArrayList<>();
        for (Page.Row row : page.rows()) {
            String text = row.text();
            boolean part = lines.isEmpty() ? isAddress(text) : isAddress(text) || TOWN.matcher(text).matches();
            if (part && !OTHER.matcher(text).matches() && ValueType.MONEY.in(text).isEmpty() && ValueType.DATE.in(text).isEmpty()) {
                lines.add(text);
            } else if (!lines.isEmpty()) {
                break;
            }
        }
        String address = String.join(" ", lines).replaceFirst("(?i)^address ?:? ?", "");
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(address, "\"%s\" has the form of an address.".formatted(address), 0.75));
    }

    private static boolean isTitle(String text) {
        return TITLE.matcher(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip()).matches();
    }

    private static boolean isAddress(String text) {
        boolean digits = text.chars().anyMatch(Character::isDigit);
        return digits && (STREET.matcher(text).matches() || HOUSE.matcher(text).matches()) && text.split(" ").length >= 2;
    }
}
