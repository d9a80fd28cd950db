/** What tenants used. */
@NullMarked
package dev.maestro.service.usage;

import org.jspecify.annotations.NullMarked;
