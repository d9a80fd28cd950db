/** What was drawn, among what and how likely: the ids of a trajectory as they were written, from which everything is learned. */
@NullMarked
package dev.maestro.training.record;

import org.jspecify.annotations.NullMarked;
