/** What is said of a query wherever it goes: its status, its events, its steps, and the keys under which they are recorded. */
@NullMarked
package dev.maestro.core.query;

import org.jspecify.annotations.NullMarked;
