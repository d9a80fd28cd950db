/** Calling expert models: one interface for model servers and for programs in the worker, and what follows a failure. */
@NullMarked
package dev.maestro.experts;

import org.jspecify.annotations.NullMarked;
