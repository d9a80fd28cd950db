/**
 * The part of the Jinja template language that chat templates are written in, over plain values (strings, numbers,
 * lists, maps): no Java object can be reached from a template, and time, depth and output are bounded.
 */
@NullMarked
package dev.maestro.inference.text.jinja;

import org.jspecify.annotations.NullMarked;
