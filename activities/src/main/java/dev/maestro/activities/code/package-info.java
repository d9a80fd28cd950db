/** Programs and tests that experts write: found in their replies, run in the sandbox, judged. */
@NullMarked
package dev.maestro.activities.code;

import org.jspecify.annotations.NullMarked;
