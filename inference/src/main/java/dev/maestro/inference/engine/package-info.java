/** Continuous batching of a decoder model that runs in this process: many generations at once over one model. */
@NullMarked
package dev.maestro.inference.engine;

import org.jspecify.annotations.NullMarked;
