/** Learning from pictures: a small Qwen3-VL learns from rewards which expert to ask where only the picture tells. */
@NullMarked
package dev.maestro.training.pictures;

import org.jspecify.annotations.NullMarked;
