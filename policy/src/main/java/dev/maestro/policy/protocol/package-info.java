/** The language between the loop and a policy that writes text: prompts, observations, and the grammar of actions. */
@NullMarked
package dev.maestro.policy.protocol;

import org.jspecify.annotations.NullMarked;
