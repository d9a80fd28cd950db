/** Questions about listed objects, worked out step by step without a model: the same list and program give the same answer. */
@NullMarked
package dev.maestro.skills.scenes;

import org.jspecify.annotations.NullMarked;
