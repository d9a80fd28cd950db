package dev.maestro.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.registry.Json;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The weights of a model folder: {@code model.safetensors}, or shards with {@code model.safetensors.index.json}.
 * Opening reads headers only; {@link #bytes} maps a file into memory on first use, and nothing is copied. Not
 * thread-safe. Whoever uses mapped bytes keeps this open until done: {@link #close()} unmaps them.
 */
public final class Checkpoint implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final Map<String, StoredTensor> tensors;
    private final Arena arena = Arena.ofShared();
    private final Map<Path, MemorySegment> mapped = new HashMap<>();

    private Checkpoint(Path folder, Map<String, StoredTensor> tensors) {
        this.folder = folder;
        this.tensors = tensors;
    }

    /** @throws CheckpointRefusedException when a file is missing, damaged or contradicts another */
    public static Checkpoint open(Path folder) {
        Path index = folder.resolve(INDEX);
        Path single = folder.resolve(SINGLE);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        if (Files.exists(index)) {
            shards(folder, index, tensors);
        } else if (Files.exists(single)) {
            SafetensorsFile.read(single).forEach(t -> tensors.put(t.name(), t));
        } else {
            throw new CheckpointRefusedException("CHECKPOINT_WEIGHTS_MISSING", "no " + SINGLE + " and no " + INDEX + " in " + folder + ". Give the folder of a published checkpoint with safetensors weights.");
        }
        return new Checkpoint(folder, tensors);
    }

    private static void shards(Path folder, Path index, Map<String, StoredTensor> tensors) {
        Map<String, String> fileOf = new LinkedHashMap<>();
        try {
            JsonNode map = Json.MAPPER.readTree(index.toFile()).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new CheckpointRefusedException("CHECKPOINT_INDEX_INVALID", index + " has no weight_map. Fetch it again.");
            }
            map.properties().forEach(e -> fileOf.put(e.getKey(), e.getValue().asText()));
        } catch (IOException e) {
            throw new CheckpointRefusedException("CHECKPOINT_INDEX_INVALID", index + " cannot be read: " + e.getMessage() + ". Fetch it again.", e);
        }
        for (String name : new TreeSet<>(fileOf.values())) {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder.normalize()) || name.isBlank()) {
                throw new CheckpointRefusedException("CHECKPOINT_INDEX_INVALID", index + " names \"" + name + "\", which lies outside of the folder.");
            }
            if (!Files.isRegularFile(file)) {
                throw new CheckpointRefusedException("CHECKPOINT_SHARD_MISSING", index + " names " + name + ", which is not there. Fetch the missing shard.");
            }
            for (StoredTensor t : SafetensorsFile.read(file)) {
                StoredTensor other = tensors.put(t.name(), t);
                if (other != null) {
                    throw new CheckpointRefusedException("CHECKPOINT_TENSOR_TWICE", "tensor " + t.name() + " is in " + other.file() + " and in " + file + ". Remove the shard that does not belong.");
                }
            }
        }
        fileOf.forEach((tensor, file) -> {
            StoredTensor t = tensors.get(tensor);
            if (t == null || !t.file().equals(folder.resolve(file).normalize())) {
                throw new CheckpointRefusedException("CHECKPOINT_INCONSISTENT", index + " says that tensor " + tensor + " is in " + file + ", it is "
                        + (t == null ? "nowhere" : "in " + t.file()) + ". Fetch index and shards of one revision.");
            }
        });
    }

    public Path folder() {
        return folder;
    }

    public Map<String, StoredTensor> tensors() {
        return Map.copyOf(tensors);
    }

    /**
     * The folder's name and a hash of its configuration and of the directory of its weights, as in {@code name@1a2b3c4d5e6f}.
     * Weights of the same shapes with other values, e.g. of a later training step, are told apart by their first bytes.
     */
    public String identity() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(folder.resolve("config.json")));
            for (StoredTensor t : new TreeMap<>(tensors).values()) {
                digest.update((t.name() + t.dtype() + t.shape()).getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(t).asSlice(0, Math.min(64, t.bytes())).toArray(ValueLayout.JAVA_BYTE));
            }
            return folder.toAbsolutePath().normalize().getFileName() + "@" + HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException e) {
            throw new CheckpointRefusedException("CHECKPOINT_UNREADABLE", folder + " cannot be read: " + e.getMessage() + ".", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * A tensor of an expected shape.
     *
     * @throws CheckpointRefusedException when it is missing, or of another shape or an unusable type
     */
    public StoredTensor tensor(String name, List<Long> shape) {
        StoredTensor t = tensors.get(name);
        if (t == null) {
            throw new CheckpointRefusedException("CHECKPOINT_TENSOR_MISSING", "no tensor " + name + " among the " + tensors.size() + " in " + folder
                    + ". Fetch all shards, and the config.json that belongs to them.");
        }
        t.type();
        if (!t.shape().equals(shape)) {
            throw new CheckpointRefusedException("CHECKPOINT_SHAPE_WRONG", "tensor " + name + " in " + t.file() + " is " + t.shape() + ", config.json asks for " + shape
                    + ". Use the config.json that belongs to these weights.");
        }
        return t;
    }

    /** The tensor's bytes as stored, little-endian, mapped read-only. */
    public MemorySegment bytes(StoredTensor tensor) {
        return mapped.computeIfAbsent(tensor.file(), this::map).asSlice(tensor.offset(), tensor.bytes());
    }

    private MemorySegment map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new CheckpointRefusedException("CHECKPOINT_UNREADABLE", file + " cannot be mapped: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        mapped.clear();
        arena.close();
    }
}
