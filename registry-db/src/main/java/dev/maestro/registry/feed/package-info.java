/** What happened to each query, numbered in the order of commits. */
@NullMarked
package dev.maestro.registry.feed;

import org.jspecify.annotations.NullMarked;
