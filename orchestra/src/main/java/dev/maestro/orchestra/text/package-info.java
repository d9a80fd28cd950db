/** How the benchmark is written for a language model: tokenizer, transcript, and the decisions in it. */
@NullMarked
package dev.maestro.orchestra.text;

import org.jspecify.annotations.NullMarked;
