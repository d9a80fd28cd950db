/** How sure a measured figure is. */
@NullMarked
package dev.maestro.core.statistics;

import org.jspecify.annotations.NullMarked;
