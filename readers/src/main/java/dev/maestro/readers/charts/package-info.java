/**
 * Reading charts: {@code ChartPerception} turns pixels and text lines into a {@code ChartModel},
 * {@code ChartAnswers} answers questions from the model alone.
 */
@NullMarked
package dev.maestro.readers.charts;

import org.jspecify.annotations.NullMarked;
