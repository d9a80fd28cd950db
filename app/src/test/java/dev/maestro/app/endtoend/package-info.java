/** The whole program on real servers, with model servers that behave as they are told. */
@NullMarked
package dev.maestro.app.endtoend;

import org.jspecify.annotations.NullMarked;
