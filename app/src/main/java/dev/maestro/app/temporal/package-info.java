/** The real Temporal server: obtained, verified, started, watched and stopped. */
@NullMarked
package dev.maestro.app.temporal;

import org.jspecify.annotations.NullMarked;
