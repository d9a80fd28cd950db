/** What a text means for a router: likeness to the example sentences of its leaves. */
@NullMarked
package dev.maestro.routing.meaning;

import org.jspecify.annotations.NullMarked;
