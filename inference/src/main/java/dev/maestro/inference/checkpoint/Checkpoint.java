package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The weights of a model folder: {@code model.safetensors}, or else shards with {@code model.safetensors.index.json}.
 * Opening reads headers only. Nothing is ever mapped: who touches a mapped file that somebody cuts short meanwhile
 * dies with the process. Not thread-safe.
 */
public final class Checkpoint implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private static final int COMPARED = 1 << 20;
    /** Bytes that one core reads: most of reading is giving out memory and copying from the system's cache. */
    private static final int READ_AT_ONCE = 1 << 22;

    private final Path folder;
    private final Map<String, StoredTensor> tensors;
    private final Map<Path, Stamp> stamps;
    private final Map<Path, FileChannel> open = new HashMap<>();

    /** What changes when somebody writes to a file or puts another in its place. */
    private record Stamp(long size, FileTime modified) {
        static Stamp of(Path file) {
            try {
                return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                        file + " cannot be read: " + e.getMessage() + ".", e);
            }
        }
    }

    private Checkpoint(Path folder, Map<String, StoredTensor> tensors, Map<Path, Stamp> stamps) {
        this.folder = folder;
        this.tensors = tensors;
        this.stamps = stamps;
    }

    /** @throws CheckpointRefusedException when a file is missing, damaged or contradicts another */
    public static Checkpoint open(Path folder) {
        Path index = folder.resolve(INDEX);
        Path single = folder.resolve(SINGLE);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<Path, Stamp> stamps = new HashMap<>();
        if (Files.exists(single)) {
            stamps.put(single, Stamp.of(single));
            SafetensorsFile.read(single).forEach(t -> tensors.put(t.name(), t));
        } else if (Files.exists(index)) {
            shards(folder, index, tensors, stamps);
        } else {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_WEIGHTS_MISSING,
                    "no " + SINGLE + " and no " + INDEX + " in " + folder
                            + ". Give the folder of a published checkpoint with safetensors weights.");
        }
        return new Checkpoint(folder, tensors, stamps);
    }

    private static void shards(Path folder, Path index, Map<String, StoredTensor> tensors, Map<Path, Stamp> stamps) {
        Map<String, String> fileOf = new LinkedHashMap<>();
        try {
            JsonNode map = Json.MAPPER.readTree(index.toFile()).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_INDEX_INVALID,
                        index + " has no weight_map. Fetch it again.");
            }
            map.properties().forEach(e -> fileOf.put(e.getKey(), e.getValue().asText()));
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_INDEX_INVALID,
                    index + " cannot be read: " + e.getMessage() + ". Fetch it again.", e);
        }
        for (String name : new TreeSet<>(fileOf.values())) {
            Path file = shard(folder, index, name);
            if (!file.startsWith(folder.normalize()) || name.isBlank()) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_INDEX_INVALID,
                        index + " names \"" + name + "\", which lies outside of the folder.");
            }
            if (!Files.isRegularFile(file)) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_SHARD_MISSING,
                        index + " names " + name + ", which is not there. Fetch the missing shard.");
            }
            stamps.put(file, Stamp.of(file));
            for (StoredTensor t : SafetensorsFile.read(file)) {
                StoredTensor other = tensors.put(t.name(), t);
                if (other != null) {
                    throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_TENSOR_TWICE,
                            "tensor " + t.name() + " is in " + other.file()
                                    + " and in " + file + ". Remove the shard that does not belong.");
                }
            }
        }
        fileOf.forEach((tensor, file) -> {
            StoredTensor t = tensors.get(tensor);
            if (t == null || !t.file().equals(folder.resolve(file).normalize())) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_INCONSISTENT,
                        index + " says that tensor " + tensor + " is in " + file + ", it is "
                                + (t == null ? "nowhere" : "in " + t.file()) + ". Fetch index and shards of one revision.");
            }
        });
    }

    private static Path shard(Path folder, Path index, String name) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_INDEX_INVALID,
                    index + " names \"" + name + "\", which is no path: " + e.getReason() + ". Fetch it again.", e);
        }
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
                ByteBuffer first = ByteBuffer.allocate((int) Math.min(64, t.bytes()));
                read(t, 0, first);
                digest.update(first.flip());
            }
            return folder.toAbsolutePath().normalize().getFileName() + "@" + HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                    folder + " cannot be read: " + e.getMessage() + ".", e);
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
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_TENSOR_MISSING,
                    "no tensor " + name + " among the " + tensors.size() + " in " + folder
                            + ". Fetch all shards, and the config.json that belongs to them.");
        }
        t.type();
        if (!t.shape().equals(shape)) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_SHAPE_WRONG,
                    "tensor " + name + " in " + t.file() + " is " + t.shape() + ", config.json asks for " + shape
                            + ". Use the config.json that belongs to these weights.");
        }
        return t;
    }

    /**
     * Fills the buffer with the tensor's bytes as stored, little-endian.
     *
     * @param from the first of them
     * @throws CheckpointRefusedException when the file has become shorter, or cannot be read
     */
    public void read(StoredTensor tensor, long from, ByteBuffer into) {
        FileChannel channel = channel(tensor);
        int first = into.position();
        int parts = Math.ceilDiv(into.remaining(), READ_AT_ONCE);
        IntStream.range(0, parts).parallel().forEach(i -> {
            int begin = i * READ_AT_ONCE;
            read(channel, tensor, from + begin, into.slice(first + begin, Math.min(READ_AT_ONCE, into.limit() - first - begin)));
        });
        into.position(into.limit());
    }

    private FileChannel channel(StoredTensor tensor) {
        return open.computeIfAbsent(tensor.file(), file -> {
            try {
                return FileChannel.open(file, StandardOpenOption.READ);
            } catch (IOException e) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                        file + " cannot be opened: " + e.getMessage() + ".", e);
            }
        });
    }

    private static void read(FileChannel channel, StoredTensor tensor, long from, ByteBuffer into) {
        long at = tensor.offset() + from;
        try {
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_TRUNCATED,
                            tensor.file() + " ends at byte " + at + ", in the middle of tensor " + tensor.name()
                                    + ": it became shorter while it was read. Fetch it again, and load it when nobody writes to it.");
                }
                at += count;
            }
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                    tensor.file() + " cannot be read at byte " + at + ", in tensor " + tensor.name() + ": " + e.getMessage() + ".", e);
        }
    }

    /** Whether both hold the same numbers, written in the same way. */
    public boolean same(StoredTensor one, StoredTensor other) {
        if (!one.dtype().equals(other.dtype()) || !one.shape().equals(other.shape())) {
            return false;
        }
        ByteBuffer ours = ByteBuffer.allocateDirect(COMPARED);
        ByteBuffer theirs = ByteBuffer.allocateDirect(COMPARED);
        for (long from = 0; from < one.bytes(); from += COMPARED) {
            int count = (int) Math.min(COMPARED, one.bytes() - from);
            read(one, from, ours.clear().limit(count));
            read(other, from, theirs.clear().limit(count));
            if (ours.flip().mismatch(theirs.flip()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** @throws CheckpointRefusedException when a file is not the one whose header was read: what was read since may be of both */
    public void requireUnchanged() {
        stamps.forEach((file, stamp) -> {
            if (!Stamp.of(file).equals(stamp)) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_CHANGED,
                        file + " was written to while it was read. Load it when nobody writes to it.");
            }
        });
    }

    @Override
    public void close() {
        for (FileChannel channel : open.values()) {
            try {
                channel.close();
            } catch (IOException _) {
                // it was only read
            }
        }
        open.clear();
    }
}
