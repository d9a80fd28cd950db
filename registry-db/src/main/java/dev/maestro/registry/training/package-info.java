/** The record of training: runs, their steps, every trajectory, checkpoints, and which of them was promoted to serve. */
@NullMarked
package dev.maestro.registry.training;

import org.jspecify.annotations.NullMarked;
