/** Reading text from images, and answering questions from the text read, its place and its colours. */
@NullMarked
package dev.maestro.readers.text;

import org.jspecify.annotations.NullMarked;
