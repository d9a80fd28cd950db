/** Which experts can be reached just now, found out before somebody waits for them. */
@NullMarked
package dev.maestro.experts.health;

import org.jspecify.annotations.NullMarked;
