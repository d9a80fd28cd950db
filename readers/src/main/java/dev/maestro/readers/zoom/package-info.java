/** Choosing the part of an image that is worth a closer look. */
@NullMarked
package dev.maestro.readers.zoom;

import org.jspecify.annotations.NullMarked;
