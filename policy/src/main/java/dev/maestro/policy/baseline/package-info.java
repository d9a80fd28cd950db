/** The baseline policy, which needs no model. */
@NullMarked
package dev.maestro.policy.rules;

import org.jspecify.annotations.NullMarked;
