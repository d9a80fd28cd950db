/** Counting and measuring shapes, lines, circles, grids, paths and objects in pictures; no model, only pixels. */
@NullMarked
package dev.maestro.readers.shapes;

import org.jspecify.annotations.NullMarked;
