/** What a trajectory is worth: the reference system's scores bit for bit, and strict ones without their defects. */
@NullMarked
package dev.maestro.scoring;

import org.jspecify.annotations.NullMarked;
