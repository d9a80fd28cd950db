/** What experts reply, made safe and read tolerantly: one total parser per kind. */
@NullMarked
package dev.maestro.skills.replies;

import org.jspecify.annotations.NullMarked;
