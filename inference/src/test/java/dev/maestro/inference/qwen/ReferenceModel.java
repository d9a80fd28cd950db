package dev.maestro.inference.qwen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.PromptSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A small random checkpoint and what the public library computes with it; made by {@code make_models.py}. */
record ReferenceModel(String name, Path folder, List<Case> cases) {
    static final List<String> FLOAT32 = List.of("text-untied", "text-tied-biased", "sees-deep", "sees-flat-sharded");
    static final String BFLOAT16 = "sees-bfloat16";

    /**
     * @param logits [tokens, vocabulary]
     * @param greedy the 200 tokens that follow; empty where they were not made
     */
    record Case(String name, int[] tokens, List<PixelPatches> images, float[][] logits, int[] greedy) {
        /** The whole prompt as one span, with the images' features. */
        PromptSpan span(QwenModel model, List<DecoderModel.ImageFeatures> features) {
            List<PromptSpan.PlacedImage> placed = new ArrayList<>();
            int at = 0;
            for (DecoderModel.ImageFeatures image : features) {
                while (tokens[at] != model.config().imageToken().orElseThrow()) {
                    at++;
                }
                placed.add(new PromptSpan.PlacedImage(image, at, 0, image.tokens()));
                at += image.tokens();
            }
            return new PromptSpan(tokens, MropePositions.of(model.config(), tokens, images).rows(), placed);
        }
    }

    static ReferenceModel of(String name) {
        try {
            Path folder = Path.of(Objects.requireNonNull(ReferenceModel.class.getResource("/models/" + name)).toURI());
            JsonNode cases = Json.MAPPER.readTree(folder.resolve("reference/cases.json").toFile());
            try (Checkpoint floats = Checkpoint.open(folder.resolve("reference"))) {
                return new ReferenceModel(name, folder,
                        StreamSupport.stream(cases.spliterator(), false).map(c -> read(c, floats)).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Case find(String wanted) {
        return cases.stream().filter(c -> c.name().equals(wanted)).findFirst().orElseThrow();
    }

    private static Case read(JsonNode c, Checkpoint floats) {
        String name = c.path("name").asText();
        List<PixelPatches> images = new ArrayList<>();
        int at = 0;
        for (JsonNode grid : c.path("grids")) {
            float[] all = floats(floats, name + ".patches");
            int values = grid.get(0).asInt() * grid.get(1).asInt() * grid.get(2).asInt() * 96;
            images.add(new PixelPatches(Arrays.copyOfRange(all, at, at + values), grid.get(0).asInt(), grid.get(1).asInt(),
                    grid.get(2).asInt()));
            at += values;
        }
        int[] tokens = ints(c.path("tokens"));
        return new Case(name, tokens, images, rows(floats(floats, name + ".logits"), tokens.length), ints(c.path("greedy")));
    }

    /** What the stored weights come to without rounding on the way, by case; for the bfloat16 model. */
    float[][] truth(Case c) {
        try (Checkpoint floats = Checkpoint.open(folder.resolve("reference"))) {
            return rows(floats(floats, c.name() + ".truth"), c.tokens().length);
        }
    }

    private static float[][] rows(float[] all, int rows) {
        int width = all.length / rows;
        return IntStream.range(0, rows).mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width)).toArray(float[][]::new);
    }

    private static float[] floats(Checkpoint floats, String name) {
        StoredTensor tensor = floats.tensors().get(name);
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        floats.read(tensor, 0, bytes);
        float[] values = new float[bytes.capacity() / Float.BYTES];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }
}
