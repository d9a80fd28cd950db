/** Images and long texts by their hash, for those who own them. */
@NullMarked
package dev.maestro.service.images;

import org.jspecify.annotations.NullMarked;
