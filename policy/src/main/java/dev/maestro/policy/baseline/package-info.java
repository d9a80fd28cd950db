/** The baseline policy, which needs no model. */
@NullMarked
package dev.maestro.policy.baseline;

import org.jspecify.annotations.NullMarked;
