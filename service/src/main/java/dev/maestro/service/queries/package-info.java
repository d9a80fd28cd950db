/** Asking, finding and steering queries over HTTP. */
@NullMarked
package dev.maestro.service.queries;

import org.jspecify.annotations.NullMarked;
