/** How a question finds its leaf: terms, spelling and meaning, by the rows of one revision. */
@NullMarked
package dev.maestro.routing;

import org.jspecify.annotations.NullMarked;
