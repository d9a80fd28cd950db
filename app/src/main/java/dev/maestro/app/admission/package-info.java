/** Admission: a new expert or skill is measured with its probes before anything of it serves. */
@NullMarked
package dev.maestro.app.admission;

import org.jspecify.annotations.NullMarked;
