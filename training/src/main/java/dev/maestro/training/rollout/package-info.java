/** Many short trajectories at once in one process, drawn from the weights that are trained. */
@NullMarked
package dev.maestro.training.rollout;

import org.jspecify.annotations.NullMarked;
