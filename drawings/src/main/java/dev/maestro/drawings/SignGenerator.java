package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws signs of several shapes and colours in a street, seen a little from the side; sometimes there are two of them. */
public final class SignGenerator implements DrawingGenerator {
    private static final List<FontFace> FACES = List.of(
            FontFace.SANS_BOLD, FontFace.SANS, FontFace.SERIF_BOLD, FontFace.DEJAVU_SANS_BOLD, FontFace.DEJAVU_CONDENSED_BOLD,
            FontFace.DEJAVU_SERIF_BOLD);
    private static final List<Style> STYLES = List.of(
            new Style("red", new Color(190, 25, 30), Color.WHITE),
            new Style("blue", new Color(20, 70, 165), Color.WHITE),
            new Style("green", new Color(0, 110, 60), Color.WHITE),
            new Style("yellow", new Color(250, 205, 20), new Color(25, 25, 25)),
            new Style("orange", new Color(245, 130, 20), new Color(20, 20, 20)),
            new Style("white", new Color(245, 245, 242), new Color(20, 20, 20)),
            new Style("white", new Color(245, 245, 242), new Color(180, 20, 25)),
            new Style("black", new Color(28, 28, 30), new Color(250, 220, 60)));
    private static final List<String> TOPS = List.of("NOTICE", "CAUTION", "WARNING", "ATTENTION", "Please", "DANGER", "Visitors", "Private",
            "Welcome");
    private static final List<String> MIDDLES = List.of(
            "no entry", "keep out", "wet floor", "slow down", "no smoking", "mind the step", "no dogs allowed", "stay on the path",
            "beware of the dog",
            "bicycle parking", "deliveries at rear", "loading zone", "staff only", "hard hat area", "high voltage", "keep gate closed",
            "do not enter",
            "road work ahead", "school crossing", "fresh coffee", "open daily", "harbor ferry", "city museum", "garden cafe",
            "bakery and tea",
            "tickets sold here", "no fishing", "swimming prohibited", "emergency exit", "authorized vehicles only", "turn off engine");
    private static final List<String> ENDS = List.of(
            "at all times", "8 am to 6 pm", "Monday to Friday", "except Sunday", "next 500 m", "24 hours", "thank you",
            "by order of the city", "violators will be fined",
            "residents only", "call 555 0147", "room 214", "gate 7", "exit 12", "closed in winter");

    private record Style(String name, Color board, Color ink) {}

    private record Sign(Style style, List<String> lines) {
        String text() {
            return String.join(" ", lines);
        }
    }

    @Override
    public String kind() {
        return "sign";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int width = chance.between(640, 1000);
        int height = chance.between(480, 760);
        PhotographEffects photograph = new PhotographEffects(width, height);
        street(photograph.graphics(), chance, width, height);
        boolean two = chance.happens(0.35);
        Style style = chance.of(STYLES);
        Sign sign = new Sign(style, wording(chance));
        Rectangle2D.Double place = two
                ? new Rectangle2D.Double(width * 0.05, height * chance.between(0.08, 0.2), width * 0.42, height * 0.5)
                : new Rectangle2D.Double(width * chance.between(0.15, 0.35), height * chance.between(0.06, 0.2),
                        width * chance.between(0.4, 0.6), height * chance.between(0.4, 0.6));
        hang(photograph.graphics(), chance, sign, place, height);
        if (two) {
            List<Style> others = STYLES.stream().filter(other -> !other.name().equals(style.name())).toList();
            Sign other = new Sign(chance.of(others), List.of(chance.of(MIDDLES).toUpperCase(Locale.ROOT).split(" ")));
            hang(photograph.graphics(), chance, other,
                    new Rectangle2D.Double(width * 0.55, height * chance.between(0.08, 0.3), width * 0.38, height * 0.4), height);
        }
        photograph.blur(chance.between(0.0, 0.07));
        photograph.lightAndNoise(chance, chance.between(0.0, 0.3), chance.between(0.0, 8.0));
        return question(chance, seed, photograph.png(), sign, two);
    }

    private Drawing question(SeededChoice chance, long seed, byte[] png, Sign sign, boolean two) {
        if (two) {
            return new Drawing(kind(), seed, png, chance.of(List.of(
                    "What is written on the %s sign?", "What does the %s sign say?", "Read the text on the %s board."))
                    .formatted(sign.style().name()), List.of(sign.text()));
        }
        return switch (chance.between(0, 4)) {
            case 0 -> new Drawing(kind(), seed, png, "What is the first line on the sign?", List.of(sign.lines().getFirst()));
            case 1 -> new Drawing(kind(), seed, png, "What does the last line of the sign say?", List.of(sign.lines().getLast()));
            case 2 -> new Drawing(kind(), seed, png, "What does the sign say?", List.of(sign.text()));
            default -> new Drawing(kind(), seed, png, "What is written on the sign?", List.of(sign.text()));
        };
    }

    private static List<String> wording(SeededChoice chance) {
        List<String> lines = new ArrayList<>();
        boolean capitals = chance.happens(0.65);
        if (chance.happens(0.5)) {
            lines.add(chance.of(TOPS));
        }
        String middle = chance.of(MIDDLES);
        String[] words = middle.split(" ");
        if (words.length > 2 || chance.happens(0.4)) {
            int half = (words.length + 1) / 2;
            lines.add(String.join(" ", List.of(words).subList(0, half)));
            if (half < words.length) {
                lines.add(String.join(" ", List.of(words).subList(half, words.length)));
            }
        } else {
            lines.add(middle);
        }
        if (chance.happens(0.5)) {
            lines.add(chance.of(ENDS));
        }
        return lines.stream()
                .map(line -> capitals ? line.toUpperCase(Locale.ROOT) : Character.toUpperCase(line.charAt(0)) + line.substring(1)).toList();
    }

    private static void street(Graphics2D graphics, SeededChoice chance, int width, int height) {
        Color sky = chance.near(
                chance.of(List.of(new Color(150, 190, 225), new Color(190, 195, 200), new Color(120, 130, 110), new Color(170, 120, 100))),
                20);
        for (int y = 0; y < height; y++) {
            double shade = 1 - 0.25 * y / height;
            graphics.setColor(new Color((int) (sky.getRed() * shade), (int) (sky.getGreen() * shade), (int) (sky.getBlue() * shade)));
            graphics.fillRect(0, y, width, 1);
        }
        int ground = (int) (height * chance.between(0.7, 0.9));
        for (int i = chance.between(10, 60); i > 0; i--) {
            graphics.setColor(chance.near(new Color(70, 95, 60), 35));
            double size = chance.between(15, 90.0);
            graphics.fill(new Ellipse2D.Double(chance.between(-40.0, width), chance.between(0, ground * 1.0), size * 1.3, size));
        }
        graphics.setColor(chance.near(new Color(110, 108, 104), 20));
        graphics.fillRect(0, ground, width, height - ground);
    }

    private static void hang(Graphics2D graphics, SeededChoice chance, Sign sign, Rectangle2D.Double place, int floor) {
        graphics.setColor(chance.near(new Color(135, 138, 142), 15));
        graphics.fill(new Rectangle2D.Double(place.getCenterX() - 8, place.getCenterY(), 16, floor - place.getCenterY()));
        Sheet sheet = new Sheet(graphics, seenFrom(chance, place));
        Shape board = chance.happens(0.5)
                ? new RoundRectangle2D.Double(0, 0, place.width, place.height, 30, 30)
                : new Rectangle2D.Double(0, 0, place.width, place.height);
        sheet.fill(board, sign.style().board());
        if (chance.happens(0.6)) {
            double inset = place.width * 0.025;
            sheet.outline(new RoundRectangle2D.Double(inset, inset, place.width - 2 * inset, place.height - 2 * inset, 24, 24), 3,
                    sign.style().ink());
        }
        write(sheet, chance, sign, place);
    }

    private static Projection seenFrom(SeededChoice chance, Rectangle2D.Double place) {
        double turn = Math.toRadians(chance.between(-5.0, 5.0));
        double nearer = chance.between(-0.08, 0.08);
        Point2D.Double[] corners = new Point2D.Double[4];
        for (int i = 0; i < 4; i++) {
            double side = i == 1 || i == 2 ? 1 : -1;
            double x = side * place.width / 2;
            double y = (i < 2 ? -1 : 1) * place.height / 2 * (1 + side * nearer);
            corners[i] = new Point2D.Double(place.getCenterX() + x * Math.cos(turn) - y * Math.sin(turn),
                    place.getCenterY() + x * Math.sin(turn) + y * Math.cos(turn));
        }
        return new Projection(place.width, place.height, corners);
    }

    private static void write(Sheet sheet, SeededChoice chance, Sign sign, Rectangle2D.Double place) {
        FontFace face = chance.of(FACES);
        Lettering lettering = Lettering.of(face);
        int count = sign.lines().size();
        double widest = sign.lines().stream().mapToDouble(line -> lettering.width(line, 1)).max().orElse(1);
        double size = Math.min(place.width * 0.86 / widest, place.height * 0.86 / (count * 1.25));
        double top = (place.height - count * size * 1.2) / 2;
        for (int i = 0; i < count; i++) {
            sheet.centered(face, sign.lines().get(i), place.width / 2, top + (i + 0.9) * size * 1.2, size, sign.style().ink());
        }
    }
}
