/** Pictures as a vision-language model reads them: decoded, resized, normalised and cut into patches. */
@NullMarked
package dev.maestro.policy.vision;

import org.jspecify.annotations.NullMarked;
