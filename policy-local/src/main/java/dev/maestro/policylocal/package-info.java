/** A policy whose model runs in this process. */
@NullMarked
package dev.maestro.policylocal;

import org.jspecify.annotations.NullMarked;
