/** A checkpoint learns from questions: its rollouts are ordinary durable queries, asked through the loop that serves. */
@NullMarked
package dev.maestro.training.questions;

import org.jspecify.annotations.NullMarked;
