package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A question, matched against the chart.
 *
 * @param question   as it was asked
 * @param plain      its words, lower case, single blanks
 * @param colour     basic name of a colour it names as such, empty for none
 * @param colourWord that word as written
 */
record ChartQuestion(ChartModel model, String question, String plain, List<String> words, Mentions mentions, String colour,
        String colourWord) {
    static ChartQuestion of(ChartModel model, String question) {
        List<String> words = PlainWords.of(question);
        Mentions mentions = Mentions.of(words, model);
        String colour = "";
        String word = "";
        for (int i = 0; i < words.size(); i++) {
            String c = PackedColours.canonical(words.get(i));
            if (!c.isEmpty() && !mentions.covers(i) && colour.isEmpty()) {
                colour = c;
                word = words.get(i);
            }
        }
        boolean drawn = !colour.isEmpty() && usesColour(model, colour);
        return new ChartQuestion(model, question.strip(), String.join(" ", words), words, mentions, drawn ? colour : "", drawn ? word : "");
    }

    private static boolean usesColour(ChartModel model, String colour) {
        return model.series().stream().anyMatch(s -> s.colour().equals(colour))
                || model.cells().stream().anyMatch(c -> c.value().colour().equals(colour));
    }

    boolean has(String pattern) {
        return Pattern.compile("(?:" + pattern + ")").matcher(plain).find();
    }

    boolean has(Pattern pattern) {
        return pattern.matcher(plain).find();
    }

    /** Asks for a name: what, which, who, where, when. */
    boolean wh() {
        return has("\\b(what|which|who|whom|whose|where|when|name)\\b");
    }

    Cells allCells() {
        return new Cells(model, model.cells());
    }

    /** The values the question speaks of: those of the series, categories and colour it names, all when it names none. */
    Cells cells() {
        Cells cells = allCells();
        if (!colour.isEmpty() && !cells.coloured(colour).list().isEmpty()) {
            cells = cells.coloured(colour);
        }
        return cells.only(mentions.series(), mentions.categories());
    }

    /** Numbers of the question that are not part of a label. */
    List<Double> freeNumbers() {
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (!mentions.covers(i)) {
                ChartNumbers.parse(words.get(i)).ifPresent(q -> out.add(q.value()));
            }
        }
        return out;
    }
}
