/** Names and routing terms of a profile: how written names become canonical and how texts score leaves. */
@NullMarked
package dev.maestro.routing.terms;

import org.jspecify.annotations.NullMarked;
