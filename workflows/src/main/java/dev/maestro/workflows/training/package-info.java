/** A training run as a durable workflow: it decides what comes next, and whoever trains does it. */
@NullMarked
package dev.maestro.workflows.training;

import org.jspecify.annotations.NullMarked;
