/** What this module offers to the program, which finds it as a service. */
@NullMarked
package dev.maestro.inference.tools;

import org.jspecify.annotations.NullMarked;
