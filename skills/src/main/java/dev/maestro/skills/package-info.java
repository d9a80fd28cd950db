/** What a leaf does: plans of steps, their deterministic interpreter, prompt rendering, and parsing of replies. */
@NullMarked
package dev.maestro.skills;

import org.jspecify.annotations.NullMarked;
