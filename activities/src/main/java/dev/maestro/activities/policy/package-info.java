/** The policy activity: a turn is decided once. */
@NullMarked
package dev.maestro.activities.policy;

import org.jspecify.annotations.NullMarked;
