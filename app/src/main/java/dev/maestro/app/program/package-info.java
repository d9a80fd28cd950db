/** What belongs to the program as a process: exit codes, signals, the log file, messages, and how it ends. */
@NullMarked
package dev.maestro.app.program;

import org.jspecify.annotations.NullMarked;
