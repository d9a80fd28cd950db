/** The program: its entry point and its wiring by constructors. */
@NullMarked
package dev.maestro.app.program;

import org.jspecify.annotations.NullMarked;
