/** Conversations with images → what the engine goes on from, by everything a checkpoint folder says about it. */
@NullMarked
package dev.maestro.inference.prompt;

import org.jspecify.annotations.NullMarked;
