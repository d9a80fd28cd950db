/** Checks of everything a user may lack, and how to mend it. */
@NullMarked
package dev.maestro.app.doctor;

import org.jspecify.annotations.NullMarked;
