/** Training runs for people: figures with intervals, curves, samples, and two runs side by side. */
@NullMarked
package dev.maestro.app.training;

import org.jspecify.annotations.NullMarked;
