/** What this module offers to the program, which finds it as services: experts that look at pixels, and the language of routing. */
@NullMarked
package dev.maestro.readers;

import org.jspecify.annotations.NullMarked;
