/** What the tests of all workflows need. */
@NullMarked
package dev.maestro.workflows.testing;

import org.jspecify.annotations.NullMarked;
