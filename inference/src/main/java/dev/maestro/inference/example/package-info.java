/** A small checkpoint for trying out what a real one does. */
@NullMarked
package dev.maestro.inference.example;

import org.jspecify.annotations.NullMarked;
