package dev.maestro.policy.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be generated with.
 *
 * @param folder of the checkpoint
 * @param images folder that paths of pictures in the lines are relative to
 * @param batch  texts written together, 1 to 1024
 * @param logits safetensors file for the prompts' logits, float32 {@code [tokens, vocabulary]} per line; empty: none
 */
public record GenerationOrder(Path folder, CheckpointLoading loading, Path images, int batch, Optional<Path> logits) {}
