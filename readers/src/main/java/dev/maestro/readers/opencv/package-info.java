/** The one place where OpenCV is loaded, and the way of images into its matrices. */
@NullMarked
package dev.maestro.readers.opencv;

import org.jspecify.annotations.NullMarked;
