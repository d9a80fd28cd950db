/** Tenants' keys, and who owns which image or text. */
@NullMarked
package dev.maestro.registry.access;

import org.jspecify.annotations.NullMarked;
