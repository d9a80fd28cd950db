/** Similarity of meaning between short English texts, on CPU. */
@NullMarked
package dev.maestro.readers.meaning;

import org.jspecify.annotations.NullMarked;
