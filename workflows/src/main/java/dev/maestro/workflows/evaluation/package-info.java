/** The workflow of an evaluation: every sample a durable query, so many at a time. */
@NullMarked
package dev.maestro.workflows.evaluation;

import org.jspecify.annotations.NullMarked;
