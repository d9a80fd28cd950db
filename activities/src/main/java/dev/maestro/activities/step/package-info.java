/** The step activity: a step of a plan is read, run by its kind, and recorded, once. */
@NullMarked
package dev.maestro.activities.step;

import org.jspecify.annotations.NullMarked;
