package dev.maestro.readers.charts;

import dev.maestro.core.errors.ErrorCode;

/** What the chart reader cannot do, and what it cannot tell. */
public enum ChartReadingErrors implements ErrorCode {
    CHART_TASK("The chart reader has no such task. Ask it to answer or to classify."),
    CHART_MISSING("The chart reader was given no picture. Send at least one."),
    CHART_UNREADABLE("No bars, lines or sectors were found in the picture. Ask an expert that sees pictures."),
    CHART_LABEL("The chart is of a kind that is none of the labels. Offer its kind as a label."),
    CHART_QUESTION(
            "The chart was read, and nothing in it answers the question. Name a label of the chart, or ask another expert.");

    private final String meaning;

    ChartReadingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
