package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The directory of one safetensors file: an 8-byte length, a JSON header, and the tensors one after another. */
final class SafetensorsFile {
    /** As in the format's own reader: a longer header is an attack or an accident. */
    private static final long LONGEST_HEADER = 100_000_000;
    private static final ObjectReader READER = Json.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Path file;
    private final long size;
    private final long dataStart;

    private SafetensorsFile(Path file, long size, long dataStart) {
        this.file = file;
        this.size = size;
        this.dataStart = dataStart;
    }

    /** @throws CheckpointRefusedException when the file is not whole and consistent */
    static List<StoredTensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 10) {
                throw refused(CheckpointErrors.CHECKPOINT_TRUNCATED, file, "has " + size + " bytes, too few for a header",
                        "Fetch it again.");
            }
            long headerBytes = read(channel, 8, 0).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            if (headerBytes < 2 || headerBytes > LONGEST_HEADER) {
                throw refused(CheckpointErrors.CHECKPOINT_NOT_SAFETENSORS, file,
                        "begins with a header length of " + Long.toUnsignedString(headerBytes),
                        "Save the weights as safetensors.");
            }
            if (headerBytes > size - 8) {
                throw refused(CheckpointErrors.CHECKPOINT_TRUNCATED, file,
                        "has " + size + " bytes, its header alone needs " + (headerBytes + 8),
                        "Fetch it again.");
            }
            String header = new String(read(channel, (int) headerBytes, 8).array(), StandardCharsets.UTF_8);
            return new SafetensorsFile(file, size, 8 + headerBytes).tensors(header);
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                    file + " cannot be read: " + e.getMessage() + ". Check that it is there and readable.", e);
        }
    }

    private List<StoredTensor> tensors(String header) {
        JsonNode root;
        try {
            root = READER.readTree(header);
        } catch (JsonProcessingException e) {
            boolean duplicate = e.getOriginalMessage().startsWith("Duplicate");
            throw new CheckpointRefusedException(
                    duplicate ? CheckpointErrors.CHECKPOINT_TENSOR_TWICE : CheckpointErrors.CHECKPOINT_NOT_SAFETENSORS,
                    "the header of " + file + " is not valid: " + e.getOriginalMessage() + ". Save the weights again.", e);
        }
        if (!root.isObject()) {
            throw refused(CheckpointErrors.CHECKPOINT_NOT_SAFETENSORS, file, "has a header that is no JSON object",
                    "Save the weights as safetensors.");
        }
        List<StoredTensor> tensors = new ArrayList<>();
        root.properties().stream().filter(e -> !e.getKey().equals("__metadata__"))
                .forEach(e -> tensors.add(tensor(e.getKey(), e.getValue())));
        checkTiling(tensors);
        return tensors;
    }

    private StoredTensor tensor(String name, JsonNode entry) {
        String stored = entry.path("dtype").asText();
        // Tensors of other types may lie about as long as nothing needs them.
        long elementBytes = DataType.ofStored(stored).map(DataType::bytes).orElse(0);
        JsonNode shape = entry.path("shape");
        JsonNode offsets = entry.path("data_offsets");
        if (!shape.isArray() || !offsets.isArray() || offsets.size() != 2 || !offsets.get(0).isIntegralNumber()
                || !offsets.get(1).isIntegralNumber()) {
            throw inconsistent(name, "no shape or no pair of data_offsets");
        }
        List<Long> sizes = new ArrayList<>();
        long bytes = elementBytes;
        for (JsonNode n : shape) {
            if (!n.isIntegralNumber() || !n.canConvertToLong() || n.longValue() < 0) {
                throw inconsistent(name, "shape " + shape);
            }
            sizes.add(n.longValue());
            bytes = times(name, bytes, n.longValue());
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin || !offsets.get(1).canConvertToLong()) {
            throw inconsistent(name, "data_offsets " + offsets);
        }
        if (elementBytes > 0 && end - begin != bytes) {
            throw inconsistent(name,
                    "data_offsets " + offsets + " hold " + (end - begin) + " bytes, shape " + shape + " of " + stored + " needs " + bytes);
        }
        if (end > size - dataStart) {
            throw refused(CheckpointErrors.CHECKPOINT_TRUNCATED, file,
                    "has " + size + " bytes, tensor " + name + " ends at byte " + (dataStart + end),
                    "Fetch it again.");
        }
        return new StoredTensor(name, file, stored, sizes, dataStart + begin, end - begin);
    }

    private long times(String name, long a, long b) {
        try {
            return Math.multiplyExact(a, b);
        } catch (ArithmeticException e) {
            throw inconsistent(name, "a shape with more elements than there are numbers");
        }
    }

    /** Tensors may not overlap, and the last one ends the file: what is left over shows a damaged header. */
    private void checkTiling(List<StoredTensor> tensors) {
        long at = dataStart;
        for (StoredTensor t : tensors.stream().sorted(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes))
                .toList()) {
            if (t.offset() < at) {
                throw inconsistent(t.name(), "its bytes overlap those of the tensor before it");
            }
            if (t.offset() > at) {
                throw inconsistent(t.name(), (t.offset() - at) + " bytes before it belong to no tensor");
            }
            at += t.bytes();
        }
        if (at != size) {
            throw refused(CheckpointErrors.CHECKPOINT_INCONSISTENT, file, "has " + (size - at) + " bytes after its last tensor",
                    "Fetch it again.");
        }
    }

    private static ByteBuffer read(FileChannel channel, int bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, position + buffer.position());
            if (n < 0) {
                throw new EOFException("it ends at byte " + (position + buffer.position()));
            }
        }
        return buffer;
    }

    private CheckpointRefusedException inconsistent(String tensor, String what) {
        return refused(CheckpointErrors.CHECKPOINT_INCONSISTENT, file, "describes tensor " + tensor + " wrongly: " + what,
                "Fetch it again or save the weights again.");
    }

    private static CheckpointRefusedException refused(CheckpointErrors code, Path file, String what, String fix) {
        return new CheckpointRefusedException(code, file + " " + what + ". " + fix);
    }
}
