/** What runs: database, Temporal and workers, brought up together and watched. */
@NullMarked
package dev.maestro.app.stack;

import org.jspecify.annotations.NullMarked;
