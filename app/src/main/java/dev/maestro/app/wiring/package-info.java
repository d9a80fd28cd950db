/** The program put together by constructors: the services that commands work with, and the stack of one machine. */
@NullMarked
package dev.maestro.app.wiring;

import org.jspecify.annotations.NullMarked;
