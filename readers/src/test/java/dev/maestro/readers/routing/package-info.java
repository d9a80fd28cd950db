/** How well questions find their leaf: sentences of our own, in a half to tune with and a half that is held out. */
@NullMarked
package dev.maestro.readers.routing;

import org.jspecify.annotations.NullMarked;
