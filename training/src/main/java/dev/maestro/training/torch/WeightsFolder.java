package dev.maestro.training.torch;

import ai.djl.pytorch.engine.PtNDArray;
import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Weights as a folder in the hub's format, float32, with everything else that the folder they were read from has. */
final class WeightsFolder {
    private WeightsFolder() {}

    static SavedFolder save(QwenWeights weights, Path folder, SavedFolder.Content beside) {
        weights.requireSound();
        return SavedFolder.write(folder, into -> {
            if (weights.source().isPresent()) {
                copyRest(weights.source().get(), into);
            } else {
                Files.writeString(into.resolve("config.json"), ConfigFile.of(weights.config()));
            }
            try (SafetensorsWriter out = SafetensorsWriter.create(into.resolve("model.safetensors"))) {
                write(out, weights, "", weights.needs(), weights.tensors());
            }
            beside.write(into);
        });
    }

    private static void copyRest(Path from, Path into) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.contains(".safetensors")) {
                    Files.copy(file, into.resolve(name));
                }
            }
        }
    }

    /** Tensors in the order and by the names of {@code needs}. */
    static void write(SafetensorsWriter out, QwenWeights weights, String prefix, List<Need> needs, List<PtNDArray> tensors)
            throws IOException {
        for (int i = 0; i < needs.size(); i++) {
            out.begin(prefix + needs.get(i).name(), needs.get(i).shape().stream().mapToLong(Long::longValue).toArray());
            try {
                weights.each(tensors.get(i), part -> {
                    try {
                        out.write(part);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            out.end();
        }
    }
}
