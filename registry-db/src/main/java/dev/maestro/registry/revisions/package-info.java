/** Revisions of the registry: as of any number, compared, validated before they serve, rolled back, followed. */
@NullMarked
package dev.maestro.registry.revisions;

import org.jspecify.annotations.NullMarked;
