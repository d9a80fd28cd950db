package dev.maestro.orchestra.world;

import java.util.Arrays;
import java.util.List;

/**
 * What an expert can be good at: six kinds of picture, and arithmetic, which only the second step of a two-step task
 * needs. Questions and descriptions speak of the same subject in different words, so that reading is needed.
 */
public enum Subject {
    CHART(List.of("chart", "graph", "histogram"), List.of("charts", "graphs", "histograms")),
    MAP(List.of("map", "blueprint", "atlas"), List.of("maps", "blueprints", "atlases")),
    RECEIPT(List.of("receipt", "invoice", "ticket"), List.of("receipts", "invoices", "tickets")),
    RADIOGRAPH(List.of("radiograph", "scan", "tomogram"), List.of("radiographs", "scans", "tomograms")),
    CIRCUIT(List.of("circuit", "schematic", "wiring"), List.of("circuits", "schematics", "wirings")),
    PAINTING(List.of("painting", "fresco", "sketch"), List.of("paintings", "frescoes", "sketches")),
    ARITHMETIC(List.of(), List.of("arithmetic", "sums", "algebra"));

    private static final List<Subject> PICTURES = Arrays.stream(values()).filter(Subject::isPicture).toList();

    private final List<String> nouns;
    private final List<String> specialities;

    Subject(List<String> nouns, List<String> specialities) {
        this.nouns = nouns;
        this.specialities = specialities;
    }

    /** The six kinds of picture. */
    public static List<Subject> pictures() {
        return PICTURES;
    }

    /** How questions call it; empty for arithmetic, which no question names. */
    public List<String> nouns() {
        return nouns;
    }

    /** How descriptions of experts call it. */
    public List<String> specialities() {
        return specialities;
    }

    public boolean isPicture() {
        return !nouns.isEmpty();
    }
}
