/** Qwen3 and Qwen3-VL checkpoints as decoder models. */
@NullMarked
package dev.maestro.inference.qwen;

import org.jspecify.annotations.NullMarked;
