package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the value of a label on a page: to the right of it in its row, else under it. */
final class FieldReader {
    private static final double LIKE_ENOUGH = 0.8;

    private final Page page;

    FieldReader(Page page) {
        this.page = page;
    }

    private record Labelled(String value, String row, int priority, int position) {}

    Optional<Finding> read(Field field) {
        List<Labelled> found = new ArrayList<>();
        for (int r = 0; r < page.rows().size(); r++) {
            Page.Row row = page.rows().get(r);
            for (int priority = 0; priority < field.labels().size(); priority++) {
                Optional<String> value = valueIn(row, field.labels().get(priority), field.excluded(), field.type());
                if (value.isPresent()) {
                    found.add(new Labelled(value.get(), row.text(), priority, r));
                    break;
                }
            }
        }
        Comparator<Labelled> byPriority = Comparator.comparingInt(Labelled::priority);
        // of several equal labels of money the larger amount is the sum of the others
        Comparator<Labelled> better = field.type() == ValueType.MONEY && field.name().equals("total")
                ? byPriority.thenComparing(Comparator.comparingDouble((Labelled l) -> ValueType.amount(l.value())).reversed())
                : byPriority.thenComparingInt(Labelled::position);
        return found.stream().min(better)
                .map(l -> new Finding(l.value(), "The line \"%s\" gives the %s.".formatted(l.row(), field.name()), 0.9));
    }

    /** The value of any label, as the question words it. */
    Optional<Finding> read(String label, ValueType type) {
        for (Page.Row row : page.rows()) {
            Optional<String> value = valueIn(row, label, List.of(), type);
            if (value.isPresent()) {
                return Optional.of(new Finding(value.get(), "The line \"%s\" gives the %s.".formatted(row.text(), label), 0.8));
            }
        }
        return Optional.empty();
    }

    private record Token(String text, Page.Cell cell) {}

    private Optional<String> valueIn(Page.Row row, String label, List<String> excluded, ValueType type) {
        List<Token> tokens = tokens(row);
        int wordsInLabel = label.split(" ").length;
        for (int from = 0; from < tokens.size(); from++) {
            for (int to = Math.min(tokens.size(), from + wordsInLabel + 1); to > from; to--) {
                if (isLabel(tokens.subList(from, to), label) && !isExcluded(tokens, from, to, excluded)) {
                    boolean header = to < tokens.size() && isKnownLabel(tokens.get(to).cell())
                            && tokens.get(to).cell() != tokens.get(to - 1).cell();
                    Optional<String> value = (header ? Optional.<String>empty() : after(tokens, to, type))
                            .or(() -> under(row, label, tokens, type));
                    if (value.isPresent()) {
                        return value;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a cell is nothing but a label, so that its row heads columns. */
    private static boolean isKnownLabel(Page.Cell cell) {
        String text = OcrSimilarity.squeezed(cell.text());
        return Field.ALL.stream().flatMap(field -> field.labels().stream()).anyMatch(label -> OcrSimilarity.squeezed(label).equals(text));
    }

    private static List<Token> tokens(Page.Row row) {
        List<Token> tokens = new ArrayList<>();
        for (Page.Cell cell : row.cells()) {
            // "Tel:555-1234" is a label and a value
            for (String word : cell.text().replaceAll("([A-Za-z.#]{2,})([:#])(?=\\S)", "$1$2 ").split(" ")) {
                tokens.add(new Token(word, cell));
            }
        }
        return tokens;
    }

    private static boolean isLabel(List<Token> tokens, String label) {
        String text = String.join("", tokens.stream().map(Token::text).toList());
        String wanted = OcrSimilarity.squeezed(label);
        // a word more than the label has is a label read in parts, not the label and its value
        boolean exact = wanted.length() < 5 || tokens.size() > label.split(" ").length;
        return exact ? OcrSimilarity.squeezed(text).equals(wanted) : OcrSimilarity.of(text, label) >= LIKE_ENOUGH;
    }

    private static boolean isExcluded(List<Token> tokens, int from, int to, List<String> excluded) {
        if (to < tokens.size() && OcrSimilarity.squeezed(tokens.get(to).text()).startsWith("inc")) {
            // "total including tax" is a total
            return false;
        }
        for (int i = Math.max(0, from - 2); i < Math.min(tokens.size(), to + 2); i++) {
            String word = OcrSimilarity.squeezed(tokens.get(i).text());
            if ((i < from || i >= to) && excluded.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> after(List<Token> tokens, int from, ValueType type) {
        String rest = String.join(" ", tokens.subList(from, tokens.size()).stream().map(Token::text).toList())
                .replaceFirst("^(?:no\\.?|number|num|#|:|\\.|-|=|\\s)+(?=\\s|$|[:#])", "").replaceFirst("^[\\s:#.=-]+(?=\\S)", "").strip();
        if (type == ValueType.ANY) {
            String cut = rest.replaceFirst("\\s+(?:date|time|table|till|terminal|register|reg|no|order|tel|phone)\\b.*$", "");
            return OcrSimilarity.squeezed(cut).isEmpty() ? Optional.empty() : Optional.of(cut);
        }
        return type == ValueType.MONEY ? type.lastIn(rest).or(() -> wholeAmount(rest)) : type.firstIn(rest);
    }

    /** Some currencies have no cents: the last number of a row that has nothing else. */
    private static Optional<String> wholeAmount(String rest) {
        return rest.matches("[\\d.,\\s]*\\d{1,3}(?:[.,]\\d{3})+|\\d{2,7}") ? ValueType.NUMBER.lastIn(rest) : Optional.empty();
    }

    private Optional<String> under(Page.Row row, String label, List<Token> tokens, ValueType type) {
        String squeezed = OcrSimilarity.squeezed(label);
        // A label of signs and spaces has no letters to look for.
        String start = squeezed.substring(0, Math.min(3, squeezed.length()));
        Optional<Token> token = tokens.stream()
                .filter(t -> !start.isEmpty() && OcrSimilarity.squeezed(t.cell().text()).contains(start)).findFirst();
        boolean pairs = row.cells().size() > 1 && type == ValueType.MONEY;
        return token.filter(_ -> !pairs || row.cells().size() > 2).flatMap(t -> page.below(t.cell()))
                .flatMap(cell -> type == ValueType.ANY
                        ? Optional.of(cell.text()).filter(text -> !text.endsWith(":"))
                        : type.firstIn(cell.text()).filter(value -> value.length() * 2 >= cell.text().length()));
    }
}
