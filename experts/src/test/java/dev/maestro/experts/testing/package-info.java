/** The contract of every expert client, and what its tests need. */
@NullMarked
package dev.maestro.experts.testing;

import org.jspecify.annotations.NullMarked;
