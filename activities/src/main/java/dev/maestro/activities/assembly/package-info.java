/** Puts the activities of a worker together by constructors. */
@NullMarked
package dev.maestro.activities.assembly;

import org.jspecify.annotations.NullMarked;
