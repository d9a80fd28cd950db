/** A policy on a chat-completion server. */
@NullMarked
package dev.maestro.policy.remote;

import org.jspecify.annotations.NullMarked;
