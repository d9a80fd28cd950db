/** The benchmark's world: simulated experts, skills, tasks and replies, all from one seed. */
@NullMarked
package dev.maestro.orchestra.world;

import org.jspecify.annotations.NullMarked;
