package dev.maestro.skills.replies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds boxes in replies and computes boxes in an image's pixels from them. */
public final class Boxes {
    /** More boxes than that are no help to anyone. */
    private static final int MAX_BOXES = 300;
    private static final List<String> BOX_KEYS = List.of("bbox_2d", "bbox", "box_2d", "box", "bounding_box", "boundingbox", "coordinates",
            "coords");
    private static final List<String> LABEL_KEYS = List.of("label", "name", "class", "category", "object", "text", "description");
    private static final List<List<String>> CORNER_KEYS = List.of(List.of("x1", "y1", "x2", "y2"), List.of("xmin", "ymin", "xmax", "ymax"),
            List.of("x_min", "y_min", "x_max", "y_max"), List.of("left", "top", "right", "bottom"));
    /** {@code (x1,y1),(x2,y2)}. */
    private static final Pattern POINTS = Pattern.compile(
            "\\(\\s{0,3}(\\d{1,5}(?:\\.\\d{1,6})?)\\s{0,3},\\s{0,3}(\\d{1,5}(?:\\.\\d{1,6})?)\\s{0,3}\\)\\s{0,3},?\\s{0,3}\\(\\s{0,3}(\\d{1,5}(?:\\.\\d{1,6})?)\\s{0,3},\\s{0,3}(\\d{1,5}(?:\\.\\d{1,6})?)\\s{0,3}\\)");

    private Boxes() {}

    /** A box as it was written: its unit is not known yet. All four are finite. */
    public record Written(double x1, double y1, double x2, double y2, String label) {}

    /** Pixels of an image; {@code x1 < x2}, {@code y1 < y2}, inside the image. */
    public record Box(int x1, int y1, int x2, int y2, String label) {
        public int width() {
            return x2 - x1;
        }

        public int height() {
            return y2 - y1;
        }
    }

    /** What the numbers of a reply count. */
    public enum Unit {
        /** Guess from the numbers: at most 1 are shares, beyond the image but at most 1,000 are thousandths, else pixels. */
        GUESS,
        /** Pixels of the image that was sent. */
        PIXELS,
        /** Thousandths of the image's sides. */
        THOUSANDTHS,
        /** Shares of the image's sides, 0 to 1. */
        SHARES
    }

    /** Boxes in a reply, in order, each once. Never throws. */
    public static List<Written> read(String reply) {
        Set<Written> found = new LinkedHashSet<>();
        LooseJson.findAll(reply).forEach(node -> collect(node, found, 0));
        if (found.isEmpty()) {
            LooseJson.findAll(reply).forEach(node -> bare(node, found, 0));
        }
        if (found.isEmpty()) {
            Matcher points = POINTS.matcher(reply);
            while (points.find() && found.size() < MAX_BOXES) {
                found.add(new Written(
                        Double.parseDouble(points.group(1)), Double.parseDouble(points.group(2)),
                        Double.parseDouble(points.group(3)), Double.parseDouble(points.group(4)), ""));
            }
        }
        return List.copyOf(found);
    }

    /** As {@code [{"bbox_2d":[x1,y1,x2,y2],"label":"…"}]}. */
    static String write(List<Written> boxes) {
        return Json.write(boxes.stream().map(Boxes::tree).toList());
    }

    static java.util.Map<String, Object> tree(Written box) {
        java.util.Map<String, Object> tree = new java.util.LinkedHashMap<>();
        tree.put("bbox_2d", List.of(box.x1(), box.y1(), box.x2(), box.y2()));
        if (!box.label().isEmpty()) {
            tree.put("label", box.label());
        }
        return tree;
    }

    /**
     * Boxes of one reply as pixels of the original image: unit resolved over all of them together, corners
     * ordered, clamped, and scaled from the size that was sent.
     *
     * @param sentWidth  of the rendition the expert saw
     * @param width      of the image the boxes are wanted for
     * @return those of at least one pixel inside the image
     */
    public static List<Box> fit(List<Written> written, Unit unit, int sentWidth, int sentHeight, int width, int height) {
        Unit known = unit == Unit.GUESS ? guess(written, sentWidth, sentHeight) : unit;
        double perX = width / divisor(known, sentWidth);
        double perY = height / divisor(known, sentHeight);
        List<Box> boxes = new ArrayList<>();
        for (Written w : written) {
            int x1 = clamp(Math.floor(Math.min(w.x1(), w.x2()) * perX), width);
            int y1 = clamp(Math.floor(Math.min(w.y1(), w.y2()) * perY), height);
            int x2 = clamp(Math.ceil(Math.max(w.x1(), w.x2()) * perX), width);
            int y2 = clamp(Math.ceil(Math.max(w.y1(), w.y2()) * perY), height);
            if (x2 > x1 && y2 > y1) {
                boxes.add(new Box(x1, y1, x2, y2, w.label()));
            }
        }
        return List.copyOf(boxes);
    }

    /**
     * A box with some of its surroundings, at least this many pixels wide and high where the image is.
     *
     * @param share   of the box's width and height added on each side, 0 to 5
     * @param minSide in pixels
     */
    public static Box pad(Box box, double share, int minSide, int width, int height) {
        double s = Math.clamp(share, 0, 5);
        int[] x = widen(box.x1() - box.width() * s, box.x2() + box.width() * s, minSide, width);
        int[] y = widen(box.y1() - box.height() * s, box.y2() + box.height() * s, minSide, height);
        return new Box(x[0], y[0], x[1], y[1], box.label());
    }

    /** Whether a crop would show nearly all of the image (at least 90 in 100 of its area), and so nothing new. */
    public static boolean coversMost(Box box, int width, int height) {
        return (long) box.width() * box.height() * 10 >= (long) width * height * 9;
    }

    private static int[] widen(double from, double to, int minSide, int limit) {
        double missing = Math.max(0, Math.min(minSide, limit) - (to - from));
        double a = from - missing / 2;
        double b = to + missing / 2;
        if (a < 0) {
            b = Math.min(limit, Math.max(b, Math.min(minSide, limit)));
            a = 0;
        }
        if (b > limit) {
            a = Math.max(0, Math.min(a, limit - Math.min(minSide, limit)));
            b = limit;
        }
        return new int[]{(int) Math.floor(a), (int) Math.ceil(b)};
    }

    private static Unit guess(List<Written> written, int sentWidth, int sentHeight) {
        double maxX = 0;
        double maxY = 0;
        for (Written w : written) {
            maxX = Math.max(maxX, Math.max(w.x1(), w.x2()));
            maxY = Math.max(maxY, Math.max(w.y1(), w.y2()));
        }
        if (maxX <= 1 && maxY <= 1) {
            return Unit.SHARES;
        }
        boolean outside = maxX > sentWidth * 1.05 || maxY > sentHeight * 1.05;
        return outside && maxX <= 1_000 && maxY <= 1_000 ? Unit.THOUSANDTHS : Unit.PIXELS;
    }

    private static double divisor(Unit unit, int sent) {
        return switch (unit) {
            case PIXELS, GUESS -> Math.max(1, sent);
            case THOUSANDTHS -> 1_000;
            case SHARES -> 1;
        };
    }

    private static int clamp(double value, int limit) {
        return (int) Math.clamp(value, 0, limit);
    }

    private static void collect(JsonNode node, Set<Written> found, int depth) {
        if (depth > 20 || found.size() >= MAX_BOXES) {
            return;
        }
        if (node.isObject()) {
            Optional<Written> box = ofObject(node);
            if (box.isPresent()) {
                found.add(box.get());
                return;
            }
        }
        node.forEach(child -> collect(child, found, depth + 1));
    }

    private static Optional<Written> ofObject(JsonNode node) {
        String label = LABEL_KEYS.stream().map(node::get).filter(n -> n != null && n.isTextual()).map(JsonNode::asText).findFirst()
                .orElse("");
        for (String key : BOX_KEYS) {
            JsonNode value = node.get(key);
            Optional<Written> box = value == null ? Optional.empty() : numbers(value, label);
            if (box.isPresent()) {
                return box;
            }
        }
        return corners(node, label);
    }

    private static Optional<Written> corners(JsonNode node, String label) {
        for (List<String> keys : CORNER_KEYS) {
            if (keys.stream().allMatch(node::has)) {
                return four(keys.stream().map(k -> number(node.get(k))).toList(), label);
            }
        }
        return Optional.empty();
    }

    private static Optional<Written> numbers(JsonNode value, String label) {
        if (value.isObject()) {
            return corners(value, label);
        }
        if (value.isArray() && value.size() == 4) {
            List<Double> four = new ArrayList<>();
            value.forEach(n -> four.add(number(n)));
            return four(four, label);
        }
        if (value.isArray() && value.size() == 2 && value.get(0).size() == 2 && value.get(1).size() == 2) {
            return four(List.of(number(value.get(0).get(0)), number(value.get(0).get(1)), number(value.get(1).get(0)),
                    number(value.get(1).get(1))), label);
        }
        return value.isArray() && value.size() == 1 ? numbers(value.get(0), label) : Optional.empty();
    }

    private static void bare(JsonNode node, Set<Written> found, int depth) {
        if (depth > 20 || found.size() >= MAX_BOXES) {
            return;
        }
        Optional<Written> box = node.isArray() && node.size() == 4 ? numbers(node, "") : Optional.empty();
        if (box.isPresent()) {
            found.add(box.get());
        } else {
            node.forEach(child -> bare(child, found, depth + 1));
        }
    }

    private static Optional<Written> four(List<Double> n, String label) {
        return n.stream().allMatch(Double::isFinite)
                ? Optional.of(new Written(n.get(0), n.get(1), n.get(2), n.get(3), Observations.head(label.strip(), 200)))
                : Optional.empty();
    }

    private static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isTextual()
                ? LooseJson.number(node.asText().strip()).map(java.math.BigDecimal::doubleValue).orElse(Double.NaN)
                : Double.NaN;
    }
}
