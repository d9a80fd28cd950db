package dev.maestro.readers.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers that follow from where text stands and how large it is. */
final class Places {

    private final Page page;
    private final double width;
    private final double height;

    Places(Page page, double width, double height) {
        this.page = page;
        this.width = width;
        this.height = height;
    }

    /** Lines by number, e.g. "the second line", "last word", "line 3", "at the top". */
    Optional<Finding> byNumber(QuestionText question, List<TextLine> scope) {
        boolean words = question.has("\\bwords?\\b");
        if (!question.has("\\b(?:lines?|rows?|words?)\\b") || scope.isEmpty()) {
            return Optional.empty();
        }
        Page of = new Page(scope);
        List<String> all = words
                ? scope.stream().flatMap(line -> Stream.of(line.text().split(" "))).toList()
                : of.rows().stream().map(Page.Row::text).toList();
        int number = number(question, all.size());
        return number < 1 || number > all.size()
                ? Optional.empty()
                : Optional.of(new Finding(all.get(number - 1),
                        "It is number %d of %d %s.".formatted(number, all.size(), words ? "words" : "lines"), 0.85));
    }

    private static int number(QuestionText question, int count) {
        if (question
                .has("\\b(?:last|bottom|final|lowest)(?: \\w+)? (?:line|word|row)|(?:line|word|row) at the (?:bottom|end)|bottom-?most")) {
            return question.has("second (?:to )?last|last but one") ? count - 1 : count;
        }
        if (question.has("\\b(?:top|upper|uppermost|topmost)(?: \\w+)? (?:line|word|row)|(?:line|word|row) at the top")) {
            return 1;
        }
        for (int i = 0; i < Ordinals.WORDS.size(); i++) {
            if (question.has("\\b" + Ordinals.WORDS.get(i) + "(?: \\w+)? (?:line|word|row)")) {
                return i + 1;
            }
        }
        return question.phrase("(?:line|word|row) (?:number |no\\.? ?|#)?(\\d{1,3})\\b", "\\b(\\d{1,2})(?:st|nd|rd|th) (?:line|word|row)")
                .map(Integer::parseInt).orElse(0);
    }

    /** Text next to other text: "below X", "to the right of X". */
    Optional<Finding> besideText(QuestionText question) {
        Optional<String> relation = question.phrase(
                "\\b(below|beneath|underneath|under|above|over|on top of|right of|left of|next to|beside|after|following|before|preceding)\\b (?:the )?(?:word|text|line|title|heading|label)?s?");
        if (relation.isEmpty()) {
            return Optional.empty();
        }
        String name = question.quoted().or(() -> question.phrase(
                "\\b(?:below|beneath|underneath|under|above|over|on top of|right of|left of|next to|beside|after|following|before|preceding)\\b (?:the )?(?:words? |text |line |title |heading |label )?(.+)$"))
                .orElse("");
        Optional<Page.Cell> anchor = find(name);
        return anchor.flatMap(cell -> beside(relation.get(), cell)
                .map(text -> new Finding(text, "It stands %s \"%s\".".formatted(relation.get(), cell.text()), 0.8)));
    }

    private Optional<String> beside(String relation, Page.Cell anchor) {
        Page.Row row = page.rows().stream().filter(r -> r.cells().contains(anchor)).findFirst().orElseThrow();
        int at = row.cells().indexOf(anchor);
        Optional<String> right = at + 1 < row.cells().size() ? Optional.of(row.cells().get(at + 1).text()) : Optional.empty();
        Optional<String> left = at > 0 ? Optional.of(row.cells().get(at - 1).text()) : Optional.empty();
        return switch (relation) {
            case "right of" -> right;
            case "left of" -> left;
            case "next to", "beside" -> right.or(() -> left);
            case "above", "over", "on top of", "before", "preceding" -> page.above(anchor).map(Page.Cell::text);
            case "after", "following" -> right.or(() -> page.below(anchor).map(Page.Cell::text));
            default -> page.below(anchor).map(Page.Cell::text);
        };
    }

    private Optional<Page.Cell> find(String name) {
        if (OcrSimilarity.squeezed(name).isEmpty()) {
            return Optional.empty();
        }
        return page.cells().stream()
                .filter(cell -> !OcrSimilarity.find(name, OcrSimilarity.words(cell.text())).isEmpty()
                        || OcrSimilarity.of(name, cell.text()) > 0.8)
                .max(Comparator.comparingDouble(cell -> OcrSimilarity.of(name, cell.text())));
    }

    /** The largest or smallest text. */
    Optional<Finding> bySize(QuestionText question) {
        boolean largest = question.has("\\b(?:largest|biggest|most prominent|boldest|tallest)\\b");
        boolean smallest = question.has("\\b(?:smallest|tiniest)\\b");
        if (!largest && !smallest || !question.has("text|word|letter|font|line|writ|print|say")) {
            return Optional.empty();
        }
        Comparator<TextLine> byHeight = Comparator.comparingDouble(TextLine::height);
        return page.lines().stream().max(largest ? byHeight : byHeight.reversed())
                .map(line -> new Finding(line.text(),
                        "Its letters are %.0f pixels high, the %s.".formatted(line.height(), largest ? "largest" : "smallest"), 0.8));
    }

    /** Text in a named part of the image. */
    Optional<Finding> byRegion(QuestionText question) {
        boolean top = question.has("\\b(?:top|upper)\\b");
        boolean bottom = question.has("\\b(?:bottom|lower)\\b");
        boolean left = question.has("\\bleft\\b");
        boolean right = question.has("\\bright\\b");
        if (!(top || bottom || left || right)) {
            return Optional.empty();
        }
        List<TextLine> inside = page.lines().stream()
                .filter(line -> !top || line.centerY() < 0.42 * height)
                .filter(line -> !bottom || line.centerY() > 0.58 * height)
                .filter(line -> !left || line.centerX() < 0.45 * width)
                .filter(line -> !right || line.centerX() > 0.55 * width)
                .toList();
        if (inside.isEmpty()) {
            return Optional.empty();
        }
        if (top != bottom && !left && !right) {
            // "at the top" is the first line, not half of the page
            Page part = new Page(inside);
            Page.Row row = top ? part.rows().getFirst() : part.rows().getLast();
            return inside.size() > 4 ? Optional.of(new Finding(row.text(), "It is the outermost line there.", 0.7)) : text(inside);
        }
        return text(inside);
    }

    private static Optional<Finding> text(List<TextLine> lines) {
        return Optional.of(new Finding(String.join(" ", lines.stream().map(TextLine::text).toList()),
                "%d lines stand there.".formatted(lines.size()), 0.75));
    }
}
