/** Workflows decide: durable queries on Temporal. Deterministic code, no I/O. */
@NullMarked
package dev.maestro.workflows.query;

import org.jspecify.annotations.NullMarked;
