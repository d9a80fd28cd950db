/** Benchmarks of the whole path and of its parts. Nothing depends on this module. */
@NullMarked
package dev.maestro.benchmarks;

import org.jspecify.annotations.NullMarked;
