/** The HTTP service: what runs the routes of all its parts. */
@NullMarked
package dev.maestro.service;

import org.jspecify.annotations.NullMarked;
