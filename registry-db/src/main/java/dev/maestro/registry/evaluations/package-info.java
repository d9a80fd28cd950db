/** Data sets asked under one set of conditions: samples, results, replays. Append-only, idempotent by key. */
@NullMarked
package dev.maestro.registry.evaluations;

import org.jspecify.annotations.NullMarked;
