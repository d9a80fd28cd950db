/** The effects of an evaluation, on the database. */
@NullMarked
package dev.maestro.activities.evaluation;

import org.jspecify.annotations.NullMarked;
