/** What happens to queries, followed for all who watch, and how it is told. */
@NullMarked
package dev.maestro.service.feed;

import org.jspecify.annotations.NullMarked;
