/** Checkpoint folders as published: configuration and weights, read and checked before memory is spent. */
@NullMarked
package dev.maestro.inference.checkpoint;

import org.jspecify.annotations.NullMarked;
