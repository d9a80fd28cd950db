/** The stages admit, dispatch and limits as Drools rule sets, with the trace of what fired. */
@NullMarked
package dev.maestro.rules;

import org.jspecify.annotations.NullMarked;
