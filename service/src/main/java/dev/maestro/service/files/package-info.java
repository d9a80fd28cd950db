/** Files: names within a tenant for stored images and data. */
@NullMarked
package dev.maestro.service.files;

import org.jspecify.annotations.NullMarked;
