/** A policy whose model runs in this process. */
@NullMarked
package dev.maestro.policy.local;

import org.jspecify.annotations.NullMarked;
