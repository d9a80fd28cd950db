/** The trainer: gradients, losses and optimisation of Qwen3 through PyTorch, and the weights it works on. */
@NullMarked
package dev.maestro.training.torch;

import org.jspecify.annotations.NullMarked;
