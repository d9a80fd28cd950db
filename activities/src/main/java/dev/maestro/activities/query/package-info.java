/** The short effects of a query, on the database. */
@NullMarked
package dev.maestro.activities.query;

import org.jspecify.annotations.NullMarked;
