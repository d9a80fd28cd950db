/** Text as a language model reads and writes it: tokens, chat templates, and prompts with images in them. */
@NullMarked
package dev.maestro.inference.text;

import org.jspecify.annotations.NullMarked;
