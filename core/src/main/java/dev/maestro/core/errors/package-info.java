/** Refusals and failures by name. */
@NullMarked
package dev.maestro.core.errors;

import org.jspecify.annotations.NullMarked;
