/** Images as a vision-language model reads them: decoded, resized, normalised and cut into patches. */
@NullMarked
package dev.maestro.inference.vision;

import org.jspecify.annotations.NullMarked;
