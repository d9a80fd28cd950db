/** What is recorded of training by workers that do not train. */
@NullMarked
package dev.maestro.activities.training;

import org.jspecify.annotations.NullMarked;
