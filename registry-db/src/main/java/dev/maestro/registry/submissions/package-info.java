/** Who asked which query, and the lists of queries by whoever may see them. */
@NullMarked
package dev.maestro.registry.submissions;

import org.jspecify.annotations.NullMarked;
