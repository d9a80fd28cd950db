/** A small checkpoint for trying out what a real one does. */
@NullMarked
package dev.maestro.policy.example;

import org.jspecify.annotations.NullMarked;
