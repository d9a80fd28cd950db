/** Images on their way in (ingestion) and on their way to an expert (renditions, crops, drawn boxes), without any native library. */
@NullMarked
package dev.maestro.images;

import org.jspecify.annotations.NullMarked;
