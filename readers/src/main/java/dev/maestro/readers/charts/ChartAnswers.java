package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Cell;
import dev.maestro.readers.text.Ordinals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers questions about a chart from its model. People ask irregularly, so intents are tried from the
 * most to the least telling one; the first that can be answered wins. Thread-safe.
 */
final class ChartAnswers {
    private static final Pattern HIGH = Pattern.compile(
            "\\b(highest|largest|biggest|greatest|maximum|max|most|top|tallest|longest|peak(ed|s)?|leading|leads|best|first place|ranked first|number one|dominant|dominates|main|majority|more often)\\b");
    private static final Pattern LOW = Pattern.compile(
            "\\b(lowest|smallest|least|minimum|min|fewest|shortest|bottom|worst|tiniest|lesser|trough|last place|ranked last|weakest)\\b");
    private static final Pattern ORDINAL = Pattern
            .compile("\\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|runner up)\\b");
    private static final Pattern QUANTITY = Pattern.compile(
            "\\b(value|values|number|percentage|percent|rate|amount|share|total|price|population|revenue|sales|score|figure|level|production|income|cost|gdp|count|proportion|temperature|size|volume|ratio|quantity|profit|spending|emissions?)\\b");

    private final MeaningMatch meaning;

    ChartAnswers(MeaningMatch meaning) {
        this.meaning = meaning;
    }

    /** Empty when nothing in the chart supports an answer. */
    Optional<ChartAnswer> answer(ChartModel model, String question) {
        ChartQuestion q = ChartQuestion.of(model, question);
        return structure(q)
                .or(() -> colours(q))
                .or(() -> TrendAnswers.answer(q))
                .or(() -> Comparisons.yesOrNo(q))
                .or(() -> ChartArithmetic.answer(q))
                .or(() -> counts(q))
                .or(() -> positional(q))
                .or(() -> ranked(q))
                .or(() -> inverse(q))
                .or(() -> lookup(q))
                .or(() -> byMeaning(q))
                .or(() -> only(q));
    }

    private static Optional<ChartAnswer> structure(ChartQuestion q) {
        ChartModel m = q.model();
        if (q.has("what (type|kind) of (chart|graph|plot|diagram)|type of (this )?(chart|graph)")) {
            return Optional.of(new ChartAnswer(m.type().label(), "Seen: " + m.type().label()));
        }
        if (q.has("title of (the |this )?(chart|graph|figure|plot)|(chart|graph)s? title|titled") && !m.title().isEmpty()) {
            return Optional.of(new ChartAnswer(m.title(), "Printed above the plot"));
        }
        boolean label = q.has("label|title|represent|show|name|measure|indicate|stand|what is (on |shown )?(the )?[xy] ?.?axis|unit");
        if (q.has("\\bx ?.?axis|horizontal axis") && label && !m.xTitle().isEmpty()) {
            return Optional.of(new ChartAnswer(m.xTitle(), "Printed at the horizontal axis"));
        }
        if (q.has("\\by ?.?axis|vertical axis") && label && !m.yTitle().isEmpty()) {
            return Optional.of(new ChartAnswer(m.yTitle(), "Printed at the vertical axis"));
        }
        return Optional.empty();
    }

    private static Optional<ChartAnswer> colours(ChartQuestion q) {
        ChartModel m = q.model();
        if (q.colour().isEmpty()) {
            if (q.has("(what|which) colou?r|colou?r of|what is the colou?r")) {
                Optional<Cell> cell = q.cells().first();
                boolean named = !q.mentions().all().isEmpty() || m.series().size() == 1 && m.cells().size() == 1;
                if (named && cell.isPresent()) {
                    String colour = q.mentions().series().isEmpty() && !cell.get().value().colour().isEmpty()
                            ? cell.get().value().colour()
                            : m.series().get(cell.get().series()).colour();
                    return colour.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new ChartAnswer(colour, "Colour of " + q.cells().describe(cell.get())));
                }
            }
            return Optional.empty();
        }
        boolean asksName = q.has(
                "represent|stand for|stands for|indicate|denote|refer|belong|depict|what is (the )?\\w+ (line|bar|slice|segment|part|section)\\b *$|(which|what) (\\w+ )?(is|are) (shown |represented |marked |drawn )?(in |by |with )?(the )?"
                        + q.colourWord())
                && q.mentions().categories().isEmpty() && !q.has(HIGH) && !q.has(LOW) && !q.has("value|how many|how much|percent");
        if (!asksName) {
            return Optional.empty();
        }
        List<ChartModel.Series> named = m.series().stream().filter(s -> s.colour().equals(q.colour()) && !s.name().isEmpty()).toList();
        if (named.size() == 1 || !named.isEmpty() && m.series().size() > 1) {
            return Optional.of(new ChartAnswer(named.getFirst().name(), "Legend: " + q.colour() + " is " + named.getFirst().name()));
        }
        List<Cell> cells = m.cells().stream().filter(c -> c.value().colour().equals(q.colour())).toList();
        if (cells.size() == 1 && !m.categories().get(cells.getFirst().category()).isEmpty()) {
            String name = m.categories().get(cells.getFirst().category());
            return Optional.of(new ChartAnswer(name, "The " + q.colour() + " mark is " + name));
        }
        return Optional.empty();
    }

    private static Optional<ChartAnswer> counts(ChartQuestion q) {
        ChartModel m = q.model();
        boolean many = q.has(
                "how many|number of (categories|bars|lines|groups|colou?rs|countries|items|slices|segments|years|series)|count (the|of)");
        if (!many) {
            return Optional.empty();
        }
        Optional<Threshold> threshold = Threshold.of(q);
        if (threshold.isPresent() && q.has("how many")) {
            Cells in = m.series().size() > 1 && q.mentions().series().isEmpty() && m.stacked() ? q.cells().perCategory() : q.cells();
            long n = in.list().stream().filter(c -> threshold.get().test(c.value().number())).count();
            return Optional.of(new ChartAnswer(Long.toString(n), "Counted values " + threshold.get()));
        }
        if (!q.mentions().all().isEmpty() && !q.has("how many (bars|lines|colou?rs|slices|segments|categories|groups)")) {
            return Optional.empty();
        }
        if (q.has("how many (different )?(lines|curves)") || q.has("number of lines")) {
            return Optional.of(new ChartAnswer(Integer.toString(m.series().size()), "Counted lines"));
        }
        if (q.has("colou?rs|series|legend|groups? (are|is) (in the legend|shown in the legend)")) {
            long colours = m.series().size() > 1 ? m.series().size() : m.cells().stream().map(c -> c.value().colour()).distinct().count();
            return Optional.of(new ChartAnswer(Long.toString(colours), "Counted colours"));
        }
        if (q.has("how many (\\w+ )?bars|number of bars")) {
            return Optional.of(new ChartAnswer(Integer.toString(q.cells().list().size()), "Counted bars"));
        }
        boolean structural = q.has(
                "(categories|countries|items|slices|sectors|segments|parts|sections|groups|years|companies|brands|regions|cities|states|players|products|options|sources|types|kinds|sectors|age groups|places|people|answers|reasons|data points|points|months|days|labels)\\b.*\\b(are|is|shown|in|on|there|listed|included|displayed|represented|does|do|have|depicted|mentioned|compared|x axis)|are (there|shown|listed|represented|displayed|included|compared|mentioned)|(in|on) (the|this) (chart|graph|figure|pie|plot)")
                && !q.has(HIGH) && !q.has(LOW);
        return structural ? Optional.of(new ChartAnswer(Integer.toString(m.categories().size()), "Counted categories")) : Optional.empty();
    }

    private static Optional<ChartAnswer> positional(ChartQuestion q) {
        ChartModel m = q.model();
        int n = m.categories().size();
        int at = -1;
        if (q.has(
                "left ?most|from the left|on the (far )?left|first (bar|category|item|label|country|year|group)|top ?most|(bar|item|category|label) (at|on) (the )?top|from the top|uppermost")) {
            at = 0;
        }
        boolean fromEnd = q.has(
                "right ?most|from the right|on the (far )?right|last (bar|category|item|label|country|year|group)|bottom ?most|(bar|item|category|label) (at|on) (the )?bottom|from the bottom|lowermost");
        if (fromEnd) {
            at = n - 1;
        }
        if (at < 0 || n < 2) {
            return Optional.empty();
        }
        int nth = nth(q);
        if (nth > 1) {
            at = fromEnd ? n - nth : nth - 1;
        }
        if (at < 0 || at >= n) {
            return Optional.empty();
        }
        Optional<Cell> cell = q.cells().category(at).first();
        boolean wantsValue = q.has("value|how much|how many|percent|number|what is the (height|length)");
        if (wantsValue && cell.isPresent()) {
            return Optional.of(new ChartAnswer(cell.get().value().text(), q.cells().describe(cell.get())));
        }
        return m.categories().get(at).isEmpty()
                ? Optional.empty()
                : Optional.of(new ChartAnswer(m.categories().get(at), "Place " + (at + 1) + " of " + n));
    }

    /** Number of an ordinal in the question, 1 when it has none. */
    static int nth(ChartQuestion q) {
        Matcher o = ORDINAL.matcher(q.plain());
        if (!o.find()) {
            return 1;
        }
        String word = o.group(1);
        return word.startsWith("runner")
                ? 2
                : Character.isDigit(word.charAt(0)) ? Integer.parseInt(word.replaceAll("\\D", "")) : Ordinals.WORDS.indexOf(word) + 1;
    }

    private static Optional<ChartAnswer> ranked(ChartQuestion q) {
        boolean low = q.has(LOW);
        boolean high = q.has(HIGH);
        Matcher o = ORDINAL.matcher(q.plain());
        boolean ordinal = o.find();
        boolean rankWord = q.has("rank(ed|s|ing)?|place[ds]?|position|came (in )?(first|second|third|fourth|fifth)|finish");
        boolean firstPlace = rankWord && q.has("first|1st|number one|no\\.? ?1");
        if (!low && !high && !(ordinal && (rankWord || q.wh())) && !firstPlace) {
            Matcher comparative = Pattern
                    .compile("\\b(higher|larger|greater|bigger|more|taller)\\b|\\b(lower|smaller|less|fewer|shorter)\\b")
                    .matcher(q.plain());
            boolean choice = comparative.find() && q.wh() && (q.mentions().categories().size() == 2 || q.mentions().series().size() == 2
                    || q.mentions().categories().size() == 1 && q.mentions().series().isEmpty() && q.model().series().size() > 1);
            if (!choice) {
                return Optional.empty();
            }
            low = comparative.group(2) != null;
        }
        Cells cells = q.cells();
        boolean categoryGiven = q.mentions().categories().size() == 1;
        boolean manySeries = q.model().series().size() > 1 && q.mentions().series().size() != 1 && q.colour().isEmpty();
        boolean wantsSeries = manySeries && (categoryGiven
                || q.has("(which|what) (line|series|colou?r|group|legend|gender|party)|whose line") && q.mentions().categories().isEmpty());
        if (manySeries && (q.model().stacked() || q.has("\\b(total|overall|combined)\\b")) && !wantsSeries) {
            cells = cells.perCategory();
        }
        if (!wantsSeries && categoryGiven && q.model().series().size() == 1 && cells.list().size() == 1) {
            cells = q.allCells();
        }
        List<Cell> order = low ? cells.ascending() : cells.descending();
        int nth = ordinal ? nth(q) : 1;
        if (order.size() < nth) {
            return Optional.empty();
        }
        Cell cell = order.get(nth - 1);
        String name = wantsSeries ? cells.series(cell) : cells.category(cell);
        if (name.isEmpty()) {
            name = wantsSeries ? q.model().series().get(cell.series()).colour() : cells.series(cell);
        }
        String evidence = (low ? "Lowest" : "Highest") + (nth > 1 ? " number " + nth : "") + ": " + cells.describe(cell);
        if (wantsValue(q)) {
            return Optional.of(new ChartAnswer(cell.value().text(), evidence));
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new ChartAnswer(name, evidence));
    }

    /** Whether the number is asked for, not whose number it is. */
    private static boolean wantsValue(ChartQuestion q) {
        if (q.has(
                "^(how much|how many|how high|how low|how large)\\b|what (is|was|are|were) the (exact )?(value|percentage|number|share|amount|height) (of|for|in)\\b|at what (value|percentage|level)|what percent(age)?\\b|what value|what number|what amount")) {
            return true;
        }
        if (q.has(
                "^(in |on |at |for |during |by |from |to )?(which|who|whom|whose|where|when)\\b|^(in |on |at |for |during )?what (year|month|country|countries|category|company|brand|city|region|group|age|day|state|product|segment|quarter|name|decade|sector|industry|team|player|person|line|colou?r|bar|source|type|kind)\\b|which (year|country|category|company)")) {
            return false;
        }
        Matcher after = Pattern
                .compile("\\b(highest|largest|biggest|greatest|maximum|max|lowest|smallest|least|minimum|min|peak|fewest)\\b(.*)$")
                .matcher(q.plain());
        boolean quantityAfter = after.find() && QUANTITY.matcher(first(after.group(2), 3)).find();
        boolean has = q.has(
                "\\b(has|had|have|with|having)\\b (the|a) (second|third|fourth|fifth|\\w+)? ?(highest|largest|biggest|greatest|lowest|smallest|least|most|fewest|maximum|minimum)");
        return quantityAfter && !has;
    }

    private static String first(String text, int words) {
        List<String> w = PlainWords.of(text);
        return String.join(" ", w.subList(0, Math.min(words, w.size())));
    }

    /** "Which X has a value of 12.5?": the label whose number it is. */
    private static Optional<ChartAnswer> inverse(ChartQuestion q) {
        if (!q.wh()) {
            return Optional.empty();
        }
        for (double number : q.freeNumbers()) {
            Cells cells = q.cells().list().isEmpty() ? q.allCells() : q.cells();
            Optional<Cell> exact = cells.list().stream()
                    .filter(c -> Math.abs(c.value().number() - number) < 1e-9 * Math.max(1, Math.abs(number))).findFirst();
            double slack = cells.list().stream().mapToDouble(c -> Math.abs(c.value().number())).max().orElse(0) * 0.02;
            Optional<Cell> near = exact.or(() -> q.model().measuredOnly()
                    ? cells.list().stream().filter(c -> Math.abs(c.value().number() - number) < slack)
                            .min(java.util.Comparator.comparingDouble(c -> Math.abs(c.value().number() - number)))
                    : Optional.empty());
            if (near.isPresent()) {
                boolean category = q.mentions().categories().isEmpty();
                String name = category ? cells.category(near.get()) : cells.series(near.get());
                if (!name.isEmpty()) {
                    return Optional.of(new ChartAnswer(name, "Has this value: " + cells.describe(near.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ChartAnswer> lookup(ChartQuestion q) {
        boolean named = !q.mentions().all().isEmpty() || !q.colour().isEmpty() && q.cells().list().size() < q.allCells().list().size();
        Cells cells = q.cells();
        if (!named || cells.list().isEmpty()) {
            return Optional.empty();
        }
        if (q.has("^(which|who|where)\\b|^what (country|company|brand|year)") && q.mentions().categories().size() == 1
                && q.model().series().size() == 1) {
            return Optional.empty();
        }
        if (cells.list().size() == 1 || q.mentions().categories().size() == 1 && !q.mentions().series().isEmpty()) {
            Cell cell = cells.list().getFirst();
            return Optional.of(new ChartAnswer(cell.value().text(), cells.describe(cell)));
        }
        if (q.mentions().categories().size() == 1) {
            double sum = cells.sum();
            if (q.model().stacked()) {
                return Optional.of(new ChartAnswer(cells.number(sum, 0) + cells.unit(),
                        "Sum of the parts of " + q.model().categories().get(q.mentions().categories().getFirst())));
            }
            Cell cell = cells.list().getFirst();
            return Optional.of(new ChartAnswer(cell.value().text(), cells.describe(cell)));
        }
        return Optional.empty();
    }

    private Optional<ChartAnswer> byMeaning(ChartQuestion q) {
        List<String> labels = q.model().categories().stream().filter(c -> !c.isEmpty() && ChartNumbers.parse(c).isEmpty()).toList();
        Optional<String> description = Description.of(q.question());
        if (!q.wh() || labels.size() < 2 || description.isEmpty()) {
            return Optional.empty();
        }
        int best = meaning.best(description.get(), labels);
        return Optional.of(new ChartAnswer(labels.get(best), "Of the labels, the nearest in meaning to \"" + description.get() + "\""));
    }

    /** A chart with a single number has a single answer. */
    private static Optional<ChartAnswer> only(ChartQuestion q) {
        List<Cell> cells = new ArrayList<>(q.allCells().list());
        return cells.size() == 1 && q.has("how much|how many|what (is|was)|percent")
                ? Optional.of(new ChartAnswer(cells.getFirst().value().text(), "The only value"))
                : Optional.empty();
    }
}
