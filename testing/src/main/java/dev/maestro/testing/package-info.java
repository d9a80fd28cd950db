/** Fixtures for this module's tests and those of the modules above: a fake model server, the contract of every expert client, images. */
@NullMarked
package dev.maestro.experts.testing;

import org.jspecify.annotations.NullMarked;
