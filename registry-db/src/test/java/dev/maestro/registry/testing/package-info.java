/** Fixtures for tests that need the database; other modules use them through the test jar. */
@NullMarked
package dev.maestro.registry.testing;

import org.jspecify.annotations.NullMarked;
