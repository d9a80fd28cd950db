/** What an evaluation found: figures with their uncertainty, plots, the cases worth a look, and runs compared. */
@NullMarked
package dev.maestro.app.evaluation.report;

import org.jspecify.annotations.NullMarked;
