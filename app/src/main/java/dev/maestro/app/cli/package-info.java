/** The command line: picocli commands, what they print, and their exit codes. */
@NullMarked
package dev.maestro.app.cli;

import org.jspecify.annotations.NullMarked;
