/** The workflow of an evaluation: every sample is a durable query, and a limited number run at a time. */
@NullMarked
package dev.maestro.workflows.evaluation;

import org.jspecify.annotations.NullMarked;
