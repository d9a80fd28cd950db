/** Checks of everything a user may lack, and how to fix it. */
@NullMarked
package dev.maestro.app.doctor;

import org.jspecify.annotations.NullMarked;
