/** Drawings made from a seed, each with a question and the answers that are right: for the demonstration, tests and measurements. */
@NullMarked
package dev.maestro.drawings;

import org.jspecify.annotations.NullMarked;
