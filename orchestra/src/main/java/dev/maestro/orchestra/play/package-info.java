/** Playing a task: policies that choose moves, the baselines, and what a played task came to. */
@NullMarked
package dev.maestro.orchestra.play;

import org.jspecify.annotations.NullMarked;
