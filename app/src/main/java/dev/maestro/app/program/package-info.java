/** The program: its entry point and its wiring by constructors. */
@NullMarked
package dev.maestro.app;

import org.jspecify.annotations.NullMarked;
