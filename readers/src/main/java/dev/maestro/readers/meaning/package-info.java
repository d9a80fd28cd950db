/** Similarity of meaning between short English texts, on CPU. */
@NullMarked
package dev.maestro.experts.embedded.meaning;

import org.jspecify.annotations.NullMarked;
