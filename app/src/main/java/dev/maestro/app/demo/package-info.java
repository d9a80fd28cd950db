/** The demonstration: fresh drawings answered, and a worker killed in the middle. */
@NullMarked
package dev.maestro.app.demo;

import org.jspecify.annotations.NullMarked;
