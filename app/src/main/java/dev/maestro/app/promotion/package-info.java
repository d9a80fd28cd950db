/** Which checkpoint serves: choosing one, what speaks for it, and going back. */
@NullMarked
package dev.maestro.app.promotion;

import org.jspecify.annotations.NullMarked;
