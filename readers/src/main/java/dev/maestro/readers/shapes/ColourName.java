package dev.maestro.readers.shapes;

import java.util.Locale;
import java.util.Optional;

/** The basic colours people name, told from 8-bit RGB. */
enum ColourName {
    BLACK, WHITE, GRAY, RED, ORANGE, YELLOW, OLIVE, GREEN, TEAL, CYAN, BLUE, NAVY, PURPLE, MAGENTA, PINK, BROWN, BEIGE, MAROON;

    /** The name of a colour, each channel 0 to 255. */
    static ColourName of(int red, int green, int blue) {
        int max = Math.max(red, Math.max(green, blue));
        int min = Math.min(red, Math.min(green, blue));
        double value = max / 255.0;
        double chroma = (max - min) / 255.0;
        double saturation = max == 0 ? 0 : (max - min) / (double) max;
        if (value < 0.16 || chroma < 0.07 && value < 0.22) {
            return BLACK;
        }
        if (chroma < 0.09 || saturation < 0.11) {
            return value > 0.9 ? WHITE : value < 0.2 ? BLACK : GRAY;
        }
        return hued(hue(red, green, blue, max, min), saturation, value);
    }

    private static ColourName hued(double hue, double saturation, double value) {
        if (hue < 14 || hue >= 345) {
            if (saturation < 0.5 && value > 0.75) {
                return PINK;
            }
            return value < 0.58
                    ? (hue >= 345 || hue < 8 || saturation > 0.8 ? MAROON : BROWN)
                    : hue >= 345 && saturation < 0.72 && value > 0.8 ? PINK : RED;
        }
        if (hue < 43) {
            if (value > 0.8 && saturation < 0.38) {
                return hue < 24 && saturation > 0.2 ? PINK : BEIGE;
            }
            // brown is dark orange: yellowish browns are less saturated
            return value < 0.72 || saturation < 0.5 && value < 0.85 ? BROWN : hue < 16 ? RED : ORANGE;
        }
        if (hue < 70) {
            return value > 0.85 && saturation < 0.3
                    ? BEIGE
                    : value < 0.62 ? OLIVE : hue < 49 && saturation > 0.85 && value < 0.95 ? ORANGE : YELLOW;
        }
        if (hue < 165) {
            return GREEN;
        }
        if (hue < 200) {
            return value < 0.68 ? TEAL : CYAN;
        }
        if (hue < 254) {
            return value < 0.55 && saturation > 0.6 ? NAVY : BLUE;
        }
        if (hue < 289) {
            return PURPLE;
        }
        if (hue < 330) {
            return value < 0.7 ? PURPLE : saturation < 0.55 ? PINK : MAGENTA;
        }
        return value < 0.5 ? MAROON : PINK;
    }

    private static double hue(int red, int green, int blue, int max, int min) {
        double range = max - min;
        double sixth = max == red ? (green - blue) / range : max == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
        return (sixth * 60 + 360) % 360;
    }

    /** Whether someone who says {@code asked} may mean this colour: neighbours that people mix up count. */
    boolean mayBeCalled(ColourName asked) {
        return this == asked || switch (asked) {
            case GREEN -> this == OLIVE || this == TEAL;
            case BLUE -> this == NAVY || this == CYAN;
            case CYAN -> this == TEAL;
            case TEAL -> this == CYAN || this == GREEN;
            case RED -> this == MAROON;
            case MAROON -> this == RED || this == BROWN;
            case BROWN -> this == MAROON || this == OLIVE;
            case PURPLE -> this == MAGENTA;
            case MAGENTA -> this == PINK || this == PURPLE;
            case PINK -> this == MAGENTA || this == BEIGE;
            case ORANGE -> this == BROWN || this == YELLOW;
            case YELLOW -> this == BEIGE || this == OLIVE;
            case OLIVE -> this == GREEN || this == YELLOW;
            case NAVY -> this == BLUE;
            case BEIGE -> this == YELLOW || this == PINK;
            case GRAY -> false;
            case BLACK, WHITE -> this == GRAY;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour a word names, also by its common other names. */
    static Optional<ColourName> named(String word) {
        return Optional.ofNullable(switch (word) {
            case "black" -> BLACK;
            case "white" -> WHITE;
            case "gray", "grey", "silver" -> GRAY;
            case "red", "crimson", "scarlet" -> RED;
            case "orange" -> ORANGE;
            case "yellow", "gold", "golden" -> YELLOW;
            case "olive" -> OLIVE;
            case "green", "lime" -> GREEN;
            case "teal" -> TEAL;
            case "cyan", "turquoise", "aqua" -> CYAN;
            case "blue" -> BLUE;
            case "navy" -> NAVY;
            case "purple", "violet", "indigo" -> PURPLE;
            case "magenta", "fuchsia" -> MAGENTA;
            case "pink" -> PINK;
            case "brown", "tan" -> BROWN;
            case "beige", "cream" -> BEIGE;
            case "maroon" -> MAROON;
            default -> null;
        });
    }
}
