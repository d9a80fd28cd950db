/** The client's side of workflows: submit, watch, steer. */
@NullMarked
package dev.maestro.workflows.client;

import org.jspecify.annotations.NullMarked;
