/** A training run in the process that trains: what learns, where its state lies, and what is recorded of each step. */
@NullMarked
package dev.maestro.training.run;

import org.jspecify.annotations.NullMarked;
