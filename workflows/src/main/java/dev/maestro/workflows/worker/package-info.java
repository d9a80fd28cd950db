/** A worker put together: what it polls, what it holds, how it ends. */
@NullMarked
package dev.maestro.workflows.worker;

import org.jspecify.annotations.NullMarked;
