/** Whether the service lives, and whether it could answer a query. */
@NullMarked
package dev.maestro.service.health;

import org.jspecify.annotations.NullMarked;
