/** The demonstration: fresh pictures answered, and a worker killed in the middle. */
@NullMarked
package dev.maestro.app.demo;

import org.jspecify.annotations.NullMarked;
