/** Counting and measuring shapes, lines, circles, grids, paths and objects in images; no model, only pixels. */
@NullMarked
package dev.maestro.readers.shapes;

import org.jspecify.annotations.NullMarked;
