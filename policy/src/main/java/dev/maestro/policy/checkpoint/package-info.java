/**
 * What the program asks of checkpoint folders and of the models in them. Modules that bring PyTorch along answer; where
 * they are not on the class path, whoever needs them is refused by name.
 */
@NullMarked
package dev.maestro.policy.checkpoint;

import org.jspecify.annotations.NullMarked;
