/** Fixtures for the tests of all modules, and for users' own plug-ins: a fake model server, rows of experts, images, waiting with a deadline. */
@NullMarked
package dev.maestro.testing;

import org.jspecify.annotations.NullMarked;
