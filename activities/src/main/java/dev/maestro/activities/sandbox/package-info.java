/**
 * The sandbox for generated Python: a process of its own without network, files, environment or rights, under
 * limits of everything, on Linux. Where there is no sandbox, a run is refused and never done without one.
 */
@NullMarked
package dev.maestro.activities.sandbox;

import org.jspecify.annotations.NullMarked;
