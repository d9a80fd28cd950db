/** Prompt templates of plans: rendering, the evidence they show, and the check of a whole registry. */
@NullMarked
package dev.maestro.skills.prompts;

import org.jspecify.annotations.NullMarked;
