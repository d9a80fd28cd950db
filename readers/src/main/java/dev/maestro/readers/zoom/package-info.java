/** Choosing the part of a picture that is worth a closer look. */
@NullMarked
package dev.maestro.readers.zoom;

import org.jspecify.annotations.NullMarked;
