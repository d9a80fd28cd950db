/** The registry as rows, its revisions, and the way back. */
@NullMarked
package dev.maestro.service.registry;

import org.jspecify.annotations.NullMarked;
