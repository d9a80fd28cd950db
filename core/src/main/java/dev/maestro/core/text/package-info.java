/** Text from strangers: experts, images, questions. */
@NullMarked
package dev.maestro.registry.text;

import org.jspecify.annotations.NullMarked;
