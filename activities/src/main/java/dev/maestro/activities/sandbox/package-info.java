/**
 * The sandbox for generated Python: a process of its own without network, files, environment or rights, under
 * limits of everything, on Linux. Where none can be had, a run is refused and never done without.
 */
@NullMarked
package dev.maestro.activities.sandbox;

import org.jspecify.annotations.NullMarked;
