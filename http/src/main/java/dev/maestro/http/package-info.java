/** One way to speak HTTP with strangers: bounded in time and bytes, cancellable, no redirects, no retries. */
@NullMarked
package dev.maestro.http;

import org.jspecify.annotations.NullMarked;
