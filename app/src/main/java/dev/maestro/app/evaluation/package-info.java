/** Evaluations from the command line: taking a data set in, watching, the files that come out. */
@NullMarked
package dev.maestro.app.evaluation;

import org.jspecify.annotations.NullMarked;
