package dev.maestro.readers.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the cell of a table where a row and a column that the question names meet. */
final class TableLookup {
    private final Page page;

    TableLookup(Page page) {
        this.page = page;
    }

    Optional<Finding> answer(QuestionText question) {
        List<String> content = question.content();
        List<Page.Row> wide = page.rows().stream().filter(row -> row.cells().size() > 1).toList();
        for (Page.Row header : wide) {
            Optional<Page.Cell> column = header.cells().stream().filter(cell -> named(cell, content)).findFirst();
            if (column.isEmpty()) {
                continue;
            }
            List<String> rest = content.stream()
                    .filter(word -> OcrSimilarity.words(column.get().text()).stream().noneMatch(other -> OcrSimilarity.same(word, other)))
                    .toList();
            Optional<Page.Row> row = wide.stream()
                    .filter(other -> other.middle() > header.middle() && named(other.cells().getFirst(), rest))
                    .max(Comparator
                            .comparingDouble(other -> OcrSimilarity.coverage(rest, OcrSimilarity.words(other.cells().getFirst().text()))));
            Optional<Finding> found = row
                    .flatMap(r -> r.cells().stream().skip(1).filter(cell -> cell.overlapsAcross(column.get())).findFirst()
                            .map(cell -> new Finding(cell.text(),
                                    "Row \"%s\" and column \"%s\" meet there.".formatted(r.cells().getFirst().text(), column.get().text()),
                                    0.8)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean named(Page.Cell cell, List<String> content) {
        List<String> words = OcrSimilarity.words(cell.text()).stream()
                .filter(word -> !QuestionText.FILLERS.contains(OcrSimilarity.squeezed(word))).toList();
        return !words.isEmpty() && OcrSimilarity.coverage(words, content) > 0.75;
    }
}
