/** Text from strangers: experts, images, questions. */
@NullMarked
package dev.maestro.core.text;

import org.jspecify.annotations.NullMarked;
