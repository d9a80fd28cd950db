/** Group-relative policy optimisation: settings, which trajectories of a group count, their advantages, entropy and collapse. */
@NullMarked
package dev.maestro.training.grpo;

import org.jspecify.annotations.NullMarked;
