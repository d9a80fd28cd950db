/** Choosing the part of a picture that is worth a closer look. */
@NullMarked
package dev.maestro.experts.embedded.zoom;

import org.jspecify.annotations.NullMarked;
