/** Text drawn as filled outlines from font files that come with the program, so that no machine needs fonts. */
@NullMarked
package dev.maestro.images.lettering;

import org.jspecify.annotations.NullMarked;
