package dev.maestro.app.cli;

import dev.maestro.app.program.Problem;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --model DIR}: a checkpoint folder as published. */
final class ModelOption {
    @Option(names = "--model", required = true, paramLabel = "DIR",
            description = "Folder of a Qwen3-VL or Qwen3 checkpoint as published: config.json, safetensors, tokenizer.json and so on.")
    private Path folder = Path.of(".");

    Path folder() {
        if (!Files.isDirectory(folder)) {
            throw Problem.input(CheckpointSupportErrors.MODEL_MISSING,
                    "\"" + folder + "\" is not a folder. Give the folder of a published checkpoint.");
        }
        return folder;
    }
}
