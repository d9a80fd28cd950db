/**
 * Images on their way in (ingestion), on their way to an expert (renditions, crops, drawn boxes), and the
 * one place where OpenCV is loaded.
 */
@NullMarked
package dev.maestro.images;

import org.jspecify.annotations.NullMarked;
