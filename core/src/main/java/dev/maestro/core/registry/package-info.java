/** The plain records of the registry: experts, skills, prompts, terms, and the immutable snapshot of one revision. */
@NullMarked
package dev.maestro.core.registry;

import org.jspecify.annotations.NullMarked;
