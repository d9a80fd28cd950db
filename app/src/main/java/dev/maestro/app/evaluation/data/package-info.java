/** Data sets as they come: Parquet, JSON Lines, folders of images; read row by row, never whole. */
@NullMarked
package dev.maestro.app.evaluation.data;

import org.jspecify.annotations.NullMarked;
