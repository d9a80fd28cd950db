/** Who may come in, and what they may do. */
@NullMarked
package dev.maestro.service.access;

import org.jspecify.annotations.NullMarked;
