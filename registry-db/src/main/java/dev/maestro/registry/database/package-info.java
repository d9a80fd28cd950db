/** The connection to PostgreSQL: pool, small JDBC, embedded server, and migrations. */
@NullMarked
package dev.maestro.registry.database;

import org.jspecify.annotations.NullMarked;
