/** Cases by the line, generated many at once: what {@code maestro policy generate} does. */
@NullMarked
package dev.maestro.inference.generate;

import org.jspecify.annotations.NullMarked;
