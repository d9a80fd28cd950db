/** What happens to a query, told while it happens. */
@NullMarked
package dev.maestro.service.events;

import org.jspecify.annotations.NullMarked;
