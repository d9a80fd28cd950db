package dev.maestro.training.torch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.torch.Scored.Place;
import dev.maestro.training.torch.Scored.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** A small random checkpoint, a batch, and what PyTorch and the public library make of them; written by {@code make_training.py}. */
record ParityReference(Path folder, JsonNode cases, Map<String, float[]> tensors) {
    static ParityReference of(String name) {
        try {
            Path folder = Path.of(Objects.requireNonNull(ParityReference.class.getResource("/parity/" + name)).toURI());
            Map<String, float[]> tensors = new LinkedHashMap<>();
            try (Checkpoint stored = Checkpoint.open(folder.resolve("reference"))) {
                for (StoredTensor tensor : stored.tensors().values()) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                    stored.read(tensor, 0, bytes);
                    float[] values = new float[bytes.capacity() / Float.BYTES];
                    bytes.flip().asFloatBuffer().get(values);
                    tensors.put(tensor.name(), values);
                }
            }
            return new ParityReference(folder, Json.MAPPER.readTree(folder.resolve("reference/cases.json").toFile()), tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    OptimiserSettings optimiser() {
        JsonNode h = cases.path("hyper");
        return new OptimiserSettings(h.path("learning_rate").asDouble(), 0, h.path("beta1").asDouble(), h.path("beta2").asDouble(),
                h.path("epsilon").asDouble(), h.path("weight_decay").asDouble(), h.path("clip_norm").asDouble());
    }

    double[] options() {
        JsonNode g = cases.path("grpo");
        return new double[]{g.path("clip_low").asDouble(), g.path("clip_high").asDouble(), g.path("dual_clip").asDouble(),
            g.path("kl_coefficient").asDouble(), 20, 10};
    }

    /** Of what {@code prefix} names, by name of the weight. */
    Map<String, float[]> tensors(String prefix) {
        Map<String, float[]> named = new LinkedHashMap<>();
        tensors.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), values);
            }
        });
        return named;
    }

    double[] numbers(String kind, String what) {
        return StreamSupport.stream(cases.path(kind).path(what).spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
    }

    /** One number of each decision, in order. */
    double[] ofDecisions(String what) {
        List<Double> all = new ArrayList<>();
        for (JsonNode group : cases.path("groups")) {
            for (JsonNode member : group.path("members")) {
                member.path("decisions").forEach(d -> all.add(d.path(what).asDouble()));
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    List<Scored> supervised() {
        double total = Arrays.stream(ofDecisions("weight")).sum();
        return groups((d, _) -> new Place(target(d, ints(d.path("good"))), d.path("weight").asDouble() / total, 0, 0, 0, 0));
    }

    List<Scored> policy() {
        double count = ofDecisions("weight").length;
        return groups((d, member) -> new Place(target(d, new int[]{d.path("chosen").asInt()}), 1 / count, d.path("old").asDouble(),
                member.path("advantage").asDouble(), d.path("reference").asDouble(),
                cases.path("entropy").path(d.path("kind").asText()).asDouble(0) / count));
    }

    private static Target target(JsonNode decision, int[] good) {
        return new Target(decision.path("position").asInt(), ints(decision.path("allowed")), good, 1);
    }

    private interface Placing {
        Place of(JsonNode decision, JsonNode member);
    }

    private List<Scored> groups(Placing placing) {
        List<Scored> groups = new ArrayList<>();
        for (JsonNode group : cases.path("groups")) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode member : group.path("members")) {
                List<Place> places = new ArrayList<>();
                member.path("decisions").forEach(d -> places.add(placing.of(d, member)));
                rows.add(new Row(ints(member.path("response")), member.path("temperature").asDouble(), places));
            }
            groups.add(new Scored(ints(group.path("prompt")), rows));
        }
        return groups;
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }
}
