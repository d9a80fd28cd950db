/** What rules see and what they say: records only. Operators' rules are written against these. */
@NullMarked
package dev.maestro.rules.facts;

import org.jspecify.annotations.NullMarked;
