/** The recipe by which a small policy learns the benchmark orchestra from random weights: reading first, then GRPO. */
@NullMarked
package dev.maestro.training.orchestra;

import org.jspecify.annotations.NullMarked;
