/** Child processes that cannot outlive us. */
@NullMarked
package dev.maestro.app.process;

import org.jspecify.annotations.NullMarked;
