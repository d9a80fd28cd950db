/** What queries are pinned to: a revision of the registry, its rules, its plans. */
@NullMarked
package dev.maestro.activities.pinned;

import org.jspecify.annotations.NullMarked;
