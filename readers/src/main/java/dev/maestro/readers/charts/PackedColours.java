package dev.maestro.readers.charts;

import java.util.List;
import java.util.Locale;

/** Distances and names of packed RGB colours. */
final class PackedColours {
    static final List<String> NAMES = List.of("black", "white", "gray", "red", "orange", "yellow", "green", "cyan", "blue", "purple",
            "pink", "brown");

    private PackedColours() {}

    /** Largest difference of a channel, 0 to 255. */
    static int distance(int a, int b) {
        return Math.max(Math.abs((a >> 16 & 255) - (b >> 16 & 255)),
                Math.max(Math.abs((a >> 8 & 255) - (b >> 8 & 255)), Math.abs((a & 255) - (b & 255))));
    }

    static int brightness(int c) {
        return (299 * (c >> 16 & 255) + 587 * (c >> 8 & 255) + 114 * (c & 255)) / 1000;
    }

    /** Difference of the strongest and the weakest channel, 0 to 255: 0 is gray. */
    static int chroma(int c) {
        int r = c >> 16 & 255;
        int g = c >> 8 & 255;
        int b = c & 255;
        return Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
    }

    /**
     * Whether {@code c} may be a thin mark of the colour {@code ink} in a compressed image: about as bright and of the same
     * hue, but its colour spread over its neighbours, so that down to a third of it is left.
     */
    static boolean spread(int ink, int c) {
        double[] a = tint(ink);
        double[] b = tint(c);
        double whole = Math.hypot(a[1], a[2]);
        if (whole < 8 || Math.abs(a[0] - b[0]) > 50) {
            return false;
        }
        double along = (a[1] * b[1] + a[2] * b[2]) / whole;
        double across = Math.abs(a[1] * b[2] - a[2] * b[1]) / whole;
        return along > 0.3 * whole && along < 1.8 * whole && across < Math.max(7, 0.28 * along);
    }

    /** Brightness and the two colour differences of JPEG. */
    private static double[] tint(int c) {
        double y = 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
        return new double[]{y, 0.564 * ((c & 255) - y), 0.713 * ((c >> 16 & 255) - y)};
    }

    /** The basic name people would use. */
    static String name(int c) {
        float[] hsb = java.awt.Color.RGBtoHSB(c >> 16 & 255, c >> 8 & 255, c & 255, null);
        double hue = hsb[0] * 360;
        double saturation = hsb[1];
        double value = hsb[2];
        if (value < 0.22) {
            return "black";
        }
        if (saturation < 0.13 || chroma(c) < 24) {
            return value > 0.93 ? "white" : value < 0.3 ? "black" : "gray";
        }
        if (hue < 14 || hue >= 345) {
            return saturation < 0.45 && value > 0.8 ? "pink" : hue < 20 && hue > 5 && value < 0.6 ? "brown" : "red";
        }
        if (hue < 43) {
            return value < 0.68 ? "brown" : "orange";
        }
        if (hue < 68) {
            return value < 0.45 ? "brown" : "yellow";
        }
        if (hue < 165) {
            return "green";
        }
        if (hue < 195) {
            return "cyan";
        }
        if (hue < 255) {
            return "blue";
        }
        return hue < 300 ? "purple" : value > 0.75 ? "pink" : "purple";
    }

    /** Basic name of a colour word of a question, e.g. {@code grey} or {@code navy}; empty when it is none. */
    static String canonical(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "grey", "gray", "silver" -> "gray";
            case "violet", "lavender", "indigo" -> "purple";
            case "magenta", "rose" -> "pink";
            case "navy", "azure" -> "blue";
            case "teal", "turquoise", "aqua", "cyan" -> "cyan";
            case "maroon", "crimson" -> "red";
            case "gold", "golden" -> "yellow";
            case "lime", "olive" -> "green";
            case "tan", "beige" -> "brown";
            case String w when NAMES.contains(w) -> w;
            default -> "";
        };
    }
}
