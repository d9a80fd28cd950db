/** The benchmark orchestra played by a checkpoint in this process. */
@NullMarked
package dev.maestro.app.benchmark;

import org.jspecify.annotations.NullMarked;
