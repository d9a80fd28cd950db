/** Calling expert models: one interface, its OpenAI-compatible and embedded implementations, and image operations. */
@NullMarked
package dev.maestro.experts;

import org.jspecify.annotations.NullMarked;
