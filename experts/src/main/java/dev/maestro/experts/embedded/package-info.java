/** Experts that run in the worker, on CPU, and look at the pixels. */
@NullMarked
package dev.maestro.experts.embedded;

import org.jspecify.annotations.NullMarked;
