/** Answers questions about single decisions, line by line, through the classes that serve. */
@NullMarked
package dev.maestro.app.check;

import org.jspecify.annotations.NullMarked;
