/** The program's entry point. */
@NullMarked
package dev.maestro.app;

import org.jspecify.annotations.NullMarked;
