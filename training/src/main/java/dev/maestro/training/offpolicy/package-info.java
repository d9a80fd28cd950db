/** What another policy would have got where trajectories were drawn: estimated from the record, without asking anybody. */
@NullMarked
package dev.maestro.training.offpolicy;

import org.jspecify.annotations.NullMarked;
