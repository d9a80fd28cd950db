/** Requests, replies and errors of the HTTP service, and the server that carries them. */
@NullMarked
package dev.maestro.service.http;

import org.jspecify.annotations.NullMarked;
