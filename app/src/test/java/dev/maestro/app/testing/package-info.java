/** What several kinds of the program's tests need. */
@NullMarked
package dev.maestro.app.testing;

import org.jspecify.annotations.NullMarked;
