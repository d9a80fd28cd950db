package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeQuestion.Direction;
import dev.maestro.readers.shapes.ShapeQuestion.Family;
import dev.maestro.readers.shapes.ShapeQuestion.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a question asks of an image of shapes, lines or objects. Words only; it sees no image. */
final class QuestionReader {
    private static final Pattern WORD = Pattern.compile("[a-z]+(?:-[a-z]+)*");
    private static final Pattern STATIONS = Pattern.compile(
            "(?i:from|between|connect(?:s|ing)?|joins?|linking|links)\\s+(?:stations?\\s+|points?\\s+|stops?\\s+)?[\"'“]?([\\p{L}\\p{N}][\\p{L}\\p{N} ]{0,24}?)[\"'”]?\\s+(?i:to|and|with)\\s+"
                    + "(?:stations?\\s+|points?\\s+|stops?\\s+)?[\"'“]?([\\p{L}\\p{N}]+)[\"'”]?");
    private static final Map<String, FigureKind> KINDS = Map.ofEntries(
            Map.entry("circle", FigureKind.CIRCLE), Map.entry("ring", FigureKind.CIRCLE), Map.entry("disc", FigureKind.CIRCLE),
            Map.entry("disk", FigureKind.CIRCLE),
            Map.entry("ellipse", FigureKind.ELLIPSE), Map.entry("oval", FigureKind.ELLIPSE), Map.entry("triangle", FigureKind.TRIANGLE),
            Map.entry("square", FigureKind.SQUARE), Map.entry("rectangle", FigureKind.RECTANGLE), Map.entry("diamond", FigureKind.DIAMOND),
            Map.entry("rhombus", FigureKind.DIAMOND), Map.entry("rhombuse", FigureKind.DIAMOND),
            Map.entry("parallelogram", FigureKind.PARALLELOGRAM),
            Map.entry("trapezoid", FigureKind.TRAPEZOID), Map.entry("trapezium", FigureKind.TRAPEZOID),
            Map.entry("pentagon", FigureKind.PENTAGON),
            Map.entry("hexagon", FigureKind.HEXAGON), Map.entry("heptagon", FigureKind.HEPTAGON), Map.entry("octagon", FigureKind.OCTAGON),
            Map.entry("star", FigureKind.STAR), Map.entry("cross", FigureKind.CROSS), Map.entry("crosse", FigureKind.CROSS),
            Map.entry("plus", FigureKind.CROSS),
            Map.entry("arrow", FigureKind.ARROW), Map.entry("crescent", FigureKind.CRESCENT), Map.entry("moon", FigureKind.CRESCENT),
            Map.entry("heart", FigureKind.HEART), Map.entry("line", FigureKind.LINE), Map.entry("segment", FigureKind.LINE));
    private static final Set<String> ANYTHING = Set.of("shape", "figure", "object", "polygon", "form", "item", "thing", "element", "one");
    private static final Set<String> LARGE = Set.of("large", "big", "huge");
    private static final Set<String> SMALL = Set.of("small", "little", "tiny");
    private static final Set<String> FILLED = Set.of("filled", "solid", "colored-in", "shaded");
    private static final Set<String> HOLLOW = Set.of("outlined", "hollow", "empty", "unfilled", "outline");

    private QuestionReader() {}

    static ShapeQuestion read(String question) {
        String original = question.strip();
        String text = original.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String body = withoutForm(text);
        boolean braces = text.contains("curly") || text.contains("{");
        boolean pair = text.matches(".*\\(\\s*(?:rows?|number of rows|\\d+)\\s*,\\s*(?:columns?|number of columns|\\d+)\\s*\\).*");
        boolean keyed = text.contains("rows={") || text.contains("rows = {") || text.contains("columns={");
        Family family = family(body);
        List<String> names = family == Family.PATHS ? names(original) : List.of();
        return new ShapeQuestion(family, targets(body), braces, pair, keyed, names, noun(body), direction(body));
    }

    /** Without the part that says how to answer: its examples are not what is asked. */
    private static String withoutForm(String text) {
        String body = text.replaceAll("\\{[^}]*\\}", " ").replaceAll("\\be\\.g\\.?,?.*$", " ").replaceAll("\\bfor example.*$", " ");
        return body.replaceAll("(?:please )?(?:answer|provide|put|respond|reply|give|return|write)\\b[^.?!]*(?:[.?!]|$)", " ").strip();
    }

    private static Family family(String t) {
        boolean count = t.matches(".*\\b(?:how many|count|number of|total of)\\b.*");
        if (!t.matches(".*\\bhow many\\b.*") && t.matches(".*\\b(?:letter|character|digit|symbol|glyph)\\b.*")
                && t.matches(".*\\b(?:circled|encircled|highlighted|oval|ellipse|ringed|marked|inside the|enclosed)\\b.*")) {
            return Family.CIRCLED;
        }
        boolean rows = t.matches(".*\\brows?\\b.*");
        boolean columns = t.matches(".*\\bcolumns?\\b.*");
        if (rows && columns) {
            return Family.GRID;
        }
        if (count && (rows || columns)) {
            return rows ? Family.ROWS : Family.COLUMNS;
        }
        if (t.matches(".*\\b(?:paths?|routes?|connections?|tracks?|ways|lines?)\\b.*")
                && t.matches(".*\\b(?:from|between|connect\\w*|join\\w*|link\\w*)\\b.*\\b(?:to|and|with)\\b.*")
                && !t.matches(".*\\b(?:intersect\\w*|cross\\w*|touch|meet)\\b.*")) {
            return Family.PATHS;
        }
        boolean contact = t.matches(".*\\b(?:touch\\w*|tangent|contact|meet\\w*|intersect\\w*|cross|crosses|crossings?)\\b.*");
        boolean lines = t.matches(".*\\b(?:lines?|curves?|polylines?|plots?|segments?|graphs?)\\b.*");
        if (lines && contact && (count || t.contains("times"))) {
            return Family.CROSSINGS;
        }
        if (t.matches(".*\\bintersection(?:s| points?)\\b.*") && count) {
            return Family.CROSSINGS;
        }
        boolean yesNo = t.matches("^(?:are|do|does|is|can|did|determine|decide|check|judge|state|tell)\\b.*") || t.contains("whether")
                || !count;
        if (yesNo && !count && t.matches(".*\\b(?:circles?|discs?|disks?|rings?|shapes|they|two)\\b.*")) {
            if (t.matches(".*\\b(?:overlap\\w*|intersect\\w*|share\\b.*\\barea)\\b.*")) {
                return Family.OVERLAPPING;
            }
            if (t.matches(".*\\b(?:touch\\w*|tangent|contact)\\b.*")) {
                return Family.TOUCHING;
            }
        }
        if (count) {
            return Family.COUNT;
        }
        return perception(t);
    }

    private static Family perception(String t) {
        boolean colour = t.matches(".*\\b(?:what|which|name the)\\b.*\\bcolou?r\\b.*") || t.matches("^(?:the )?colou?r of\\b.*");
        if (t.matches(".*\\b(?:odd one out|different from the (?:others|rest)|does not belong|doesn't belong|is the odd)\\b.*")) {
            return Family.ODD_ONE_OUT;
        }
        if (colour && t.matches(".*\\bmost (?:common|frequent)\\b.*")) {
            return Family.MOST_COMMON_COLOUR;
        }
        if (colour) {
            return Family.COLOUR;
        }
        if (t.matches("^(?:is|are) there\\b.*") || t.matches("^(?:does|do) the (?:image|picture) (?:contain|have|show)\\b.*")) {
            return Family.EXISTS;
        }
        if (t.matches("^is\\b.*\\b(?:left|right|above|below|under|over|beneath|larger|bigger|smaller)\\b.*")) {
            return Family.RELATION;
        }
        if (t.matches("^where\\b.*") || t.matches(".*\\b(?:which|what) (?:side|corner|part|position|location|quadrant)\\b.*")) {
            return Family.WHERE;
        }
        if (t.matches(".*\\b(?:what|which)\\b.*\\b(?:shape|figure|polygon|object|is)\\b.*")) {
            return Family.SHAPE;
        }
        return Family.UNKNOWN;
    }

    private static List<String> names(String original) {
        Matcher m = STATIONS.matcher(original);
        return m.find() ? List.of(m.group(1).strip(), m.group(2).strip()) : List.of();
    }

    /** Things in order of mention: each kind word with the adjectives before it, or a colour that stands alone. */
    private static List<Target> targets(String body) {
        List<Target> targets = new ArrayList<>();
        Optional<ColourName> colour = Optional.empty();
        Optional<Boolean> filled = Optional.empty();
        Optional<Boolean> large = Optional.empty();
        Matcher m = WORD.matcher(body);
        boolean pending = false;
        while (m.find()) {
            String word = m.group();
            Optional<ColourName> named = ColourName.named(word);
            String single = kindWord(word);
            if (named.isPresent()) {
                colour = named;
                pending = true;
            } else if (LARGE.contains(word) || SMALL.contains(word)) {
                large = Optional.of(LARGE.contains(word));
            } else if (FILLED.contains(word) || HOLLOW.contains(word)) {
                filled = Optional.of(FILLED.contains(word));
            } else if (KINDS.containsKey(single) || ANYTHING.contains(single)) {
                targets.add(new Target(Optional.ofNullable(KINDS.get(single)), colour, filled, large));
                colour = Optional.empty();
                filled = Optional.empty();
                large = Optional.empty();
                pending = false;
            }
        }
        if (pending) {
            // "how many shapes are red", "are the circles blue": the colour belongs to what was named before
            if (!targets.isEmpty() && targets.getLast().colour().isEmpty()) {
                Target last = targets.removeLast();
                targets.add(new Target(last.kind(), colour, last.filled(), last.large()));
            } else {
                targets.add(new Target(Optional.empty(), colour, filled, large));
            }
        }
        return targets;
    }

    /** The singular by which a kind is known: "rhombus" and "plus" end like plurals and are none. */
    private static String kindWord(String word) {
        return KINDS.containsKey(word) ? word : singular(word);
    }

    static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
    }

    /** The noun after "how many", where it is no shape. */
    private static String noun(String body) {
        Matcher m = Pattern.compile("(?:how many|number of|count (?:all )?(?:the )?|total of)\\s*([a-z -]+)").matcher(body);
        if (!m.find()) {
            return "";
        }
        for (String word : m.group(1).split("[^a-z-]+")) {
            if (Set.of("are", "is", "in", "can", "do", "does", "on", "there", "of", "visible", "you", "were", "appear").contains(word)) {
                break;
            }
            if (KINDS.containsKey(kindWord(word)) || ANYTHING.contains(kindWord(word))) {
                return "";
            }
            boolean adjective = ColourName.named(word).isPresent() || LARGE.contains(word) || SMALL.contains(word) || FILLED.contains(word)
                    || HOLLOW.contains(word)
                    || Set.of("the", "all", "total", "different", "individual", "separate", "distinct", "number", "round").contains(word);
            if (!adjective && !word.isBlank()
                    && (word.endsWith("s") || Set.of("people", "candy", "fruit", "sheep", "fish").contains(word))) {
                return word;
            }
        }
        return "";
    }

    private static Optional<Direction> direction(String t) {
        if (t.matches(".*\\b(?:largest|biggest|larger|bigger)\\b.*")) {
            return Optional.of(Direction.LARGEST);
        }
        if (t.matches(".*\\b(?:smallest|tiniest|smaller)\\b.*")) {
            return Optional.of(Direction.SMALLEST);
        }
        if (t.matches(".*\\b(?:closest|nearest)\\b.*")) {
            return Optional.of(Direction.NEAREST);
        }
        if (t.matches(".*\\b(?:left|leftmost|left-most)\\b.*")) {
            return Optional.of(Direction.LEFT);
        }
        if (t.matches(".*\\b(?:right|rightmost|right-most)\\b.*")) {
            return Optional.of(Direction.RIGHT);
        }
        if (t.matches(".*\\b(?:above|top|topmost|highest|uppermost|upper|over|top-most)\\b.*")) {
            return Optional.of(Direction.ABOVE);
        }
        if (t.matches(".*\\b(?:below|bottom|bottommost|lowest|lower|under|beneath|underneath|lowermost|bottom-most)\\b.*")) {
            return Optional.of(Direction.BELOW);
        }
        return t.matches(".*\\b(?:cent(?:er|re)|middle)\\b.*") ? Optional.of(Direction.CENTRE) : Optional.empty();
    }
}
