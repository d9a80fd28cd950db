package dev.maestro.inference.generate;

import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.OutOfModelMemoryException;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.engine.TokenPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The scores after every token of each prompt, into one file of tensors {@code [tokens, vocabulary]}, float32, named by the case's id. */
public final class PromptLogits {
    /** Rows held at once: 20 MB of a vocabulary of 152,000. */
    private static final int CHUNK = 32;

    /** Where a safetensors header keeps what is not a tensor. */
    private static final String RESERVED = "__metadata__";

    private PromptLogits() {}

    /**
     * A case that fails is refused and has no tensor.
     *
     * @param model used by this thread until this returns
     */
    public static void write(List<Generating.PreparedLine> lines, DecoderModel model, Path file) throws IOException {
        try (SafetensorsWriter out = SafetensorsWriter.create(file)) {
            for (Generating.PreparedLine line : lines) {
                if (line.prepared() instanceof PreparedCase.Ready(_, String name, var request)) {
                    if (name.equals(RESERVED)) {
                        line.refuse(CaseErrors.CASE_ID_RESERVED, "a tensor cannot be named \"" + name
                                + "\", which means something else in such a file. Give the case another id.");
                        continue;
                    }
                    if (out.has(name)) {
                        line.refuse(CaseErrors.CASE_ID_TAKEN, "another case before has the id \"" + name
                                + "\"; tensors are named by it. Give every case an id of its own.");
                        continue;
                    }
                    try {
                        write(name, request.prompt(), model, out);
                    } catch (OutOfModelMemoryException e) {
                        out.discard();
                        line.refuse(GenerationErrors.GENERATION_TOO_LONG, e.getMessage() + ".");
                    } catch (RuntimeException e) {
                        out.discard();
                        line.refuse(GenerationErrors.GENERATION_MODEL_FAILED,
                                "the prompt's scores could not be computed: " + e.getMessage() + ".");
                    }
                }
            }
        }
    }

    private static void write(String name, TokenPrompt prompt, DecoderModel model, SafetensorsWriter out) throws IOException {
        out.begin(name, prompt.length(), model.vocabularySize());
        List<DecoderModel.ImageFeatures> features = new ArrayList<>();
        try (DecoderModel.Sequence sequence = model.open(prompt.length())) {
            for (TokenPrompt.PlacedImage image : prompt.images()) {
                PixelPatches patches = image.patches().get();
                features.add(model.encode(patches));
            }
            for (int from = 0; from < prompt.length(); from += CHUNK) {
                PromptSpan span = span(prompt, features, from, Math.min(prompt.length(), from + CHUNK));
                try (DecoderModel.Logits logits = model.prefillAll(sequence, span)) {
                    for (int row = 0; row < logits.rows(); row++) {
                        out.write(logits.row(row));
                    }
                }
            }
        } finally {
            features.forEach(DecoderModel.ImageFeatures::close);
        }
        out.end();
    }

    private static PromptSpan span(TokenPrompt prompt, List<DecoderModel.ImageFeatures> features, int from, int to) {
        int[][] positions = Arrays.stream(prompt.positions()).map(axis -> Arrays.copyOfRange(axis, from, to)).toArray(int[][]::new);
        List<PromptSpan.PlacedImage> placed = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            TokenPrompt.PlacedImage image = prompt.images().get(i);
            int first = Math.max(from, image.firstToken());
            int end = Math.min(to, image.firstToken() + image.count());
            if (first < end) {
                placed.add(new PromptSpan.PlacedImage(features.get(i), first - from, first - image.firstToken(), end - first));
            }
        }
        return new PromptSpan(Arrays.copyOfRange(prompt.tokens(), from, to), positions, placed);
    }
}
