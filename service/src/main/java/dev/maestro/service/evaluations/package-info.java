/** Evaluations, read and steered over HTTP. */
@NullMarked
package dev.maestro.service.evaluations;

import org.jspecify.annotations.NullMarked;
