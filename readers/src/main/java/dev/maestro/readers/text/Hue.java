package dev.maestro.readers.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The colours that questions name. Hues are OpenCV's: 0 to 179, saturation and value 0 to 255. */
public enum Hue {
    RED(0, 9),
    ORANGE(13, 8),
    YELLOW(26, 9),
    GREEN(62, 26),
    TURQUOISE(90, 9),
    BLUE(110, 16),
    PURPLE(140, 15),
    PINK(165, 12),
    BROWN(12, 9),
    BLACK(0, 0),
    WHITE(0, 0),
    GRAY(0, 0);

    private static final Pattern NAMED = Pattern
            .compile("\\b(" + Arrays.stream(values()).map(hue -> hue.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining("|"))
                    + "|grey|golden|gold|cyan|teal|violet|magenta|silver|dark blue|light blue|crimson|navy)\\b");

    private final int center;
    private final int reach;

    Hue(int center, int reach) {
        this.center = center;
        this.reach = reach;
    }

    /** The first colour word in a text. */
    public static Optional<Hue> namedIn(String text) {
        Matcher matcher = NAMED.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.find() ? Optional.of(switch (matcher.group()) {
            case "grey", "silver" -> GRAY;
            case "golden", "gold" -> YELLOW;
            case "cyan", "teal" -> TURQUOISE;
            case "violet" -> PURPLE;
            case "magenta" -> PINK;
            case "dark blue", "light blue", "navy" -> BLUE;
            case "crimson" -> RED;
            default -> valueOf(matcher.group().toUpperCase(Locale.ROOT));
        }) : Optional.empty();
    }

    /** How well a colour is called by this word: 1 well, 0 not at all. */
    public double match(double hue, double saturation, double value) {
        double gray = 1 - Math.clamp((saturation - 25) / 60, 0, 1);
        double colourful = Math.clamp((saturation - 40) / 50, 0, 1) * Math.clamp((value - 35) / 40, 0, 1);
        return switch (this) {
            case BLACK -> Math.clamp((95 - value) / 40, 0, 1);
            case WHITE -> gray * Math.clamp((value - 120) / 60, 0, 1);
            case GRAY -> gray * Math.clamp((value - 50) / 40, 0, 1) * Math.clamp((225 - value) / 30, 0, 1);
            case BROWN -> colourful * near(hue) * Math.clamp((190 - value) / 50, 0, 1);
            case PINK -> Math.max(Math.clamp((saturation - 25) / 40, 0, 1) * near(hue),
                    RED.near(hue) * Math.clamp((150 - saturation) / 40, 0, 1) * Math.clamp((saturation - 30) / 30, 0, 1)
                            * Math.clamp((value - 150) / 40, 0, 1));
            default -> colourful * near(hue);
        };
    }

    private double near(double hue) {
        double distance = Math.abs(hue - center);
        return Math.clamp(1 - (Math.min(distance, 180 - distance) - reach) / 6, 0, 1);
    }
}
