/** The program without the modules that it can do without. */
@NullMarked
package dev.maestro.app.slim;

import org.jspecify.annotations.NullMarked;
