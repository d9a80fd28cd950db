package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes float32 tensors one after the other, in pieces of any size. The file appears when this is closed: until
 * then the numbers lie beside it, because its head needs all names and lengths. For one thread.
 */
public final class SafetensorsWriter implements AutoCloseable {
    private final Path file;
    private final Path numbers;
    private final FileChannel out;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private String name = "";
    private long[] shape = {};
    private long begin;

    private record Entry(List<Long> shape, long begin, long end) {}

    private SafetensorsWriter(Path file, Path numbers, FileChannel out) {
        this.file = file;
        this.numbers = numbers;
        this.out = out;
    }

    public static SafetensorsWriter create(Path file) throws IOException {
        Path numbers = file.resolveSibling(file.getFileName() + ".part");
        return new SafetensorsWriter(file, numbers,
                FileChannel.open(numbers, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    public boolean has(String tensor) {
        return entries.containsKey(tensor);
    }

    public void begin(String tensor, long... sides) throws IOException {
        if (!name.isEmpty() || has(tensor)) {
            throw new IllegalStateException("the tensor \"" + tensor + "\" cannot begin: "
                    + (name.isEmpty() ? "it is there already" : "\"" + name + "\" has not ended"));
        }
        name = tensor;
        shape = sides.clone();
        begin = out.position();
    }

    public void write(float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(values.length, 1 << 16) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += 1 << 16) {
            int count = Math.min(1 << 16, values.length - from);
            bytes.clear().asFloatBuffer().put(values, from, count);
            bytes.limit(count * Float.BYTES);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }

    public void end() throws IOException {
        long wanted = Float.BYTES;
        List<Long> sides = new ArrayList<>();
        for (long side : shape) {
            wanted = Math.multiplyExact(wanted, side);
            sides.add(side);
        }
        if (out.position() - begin != wanted) {
            throw new IllegalStateException("the tensor \"" + name + "\" needs " + wanted + " bytes and got " + (out.position() - begin));
        }
        entries.put(name, new Entry(sides, begin, out.position()));
        name = "";
    }

    /** Takes back what was begun and has not ended. */
    public void discard() throws IOException {
        if (!name.isEmpty()) {
            out.truncate(begin);
            out.position(begin);
            name = "";
        }
    }

    /** Puts the file in its place, with every tensor that has ended. */
    @Override
    public void close() throws IOException {
        discard();
        ObjectNode head = Json.MAPPER.createObjectNode();
        head.putObject("__metadata__").put("format", "pt");
        entries.forEach((tensor, entry) -> {
            ObjectNode described = head.putObject(tensor).put("dtype", "F32");
            entry.shape().forEach(described.putArray("shape")::add);
            described.putArray("data_offsets").add(entry.begin()).add(entry.end());
        });
        byte[] text = Json.MAPPER.writeValueAsBytes(head);
        int length = (text.length + 7) / 8 * 8;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
        start.put(" ".repeat(length - text.length).getBytes(StandardCharsets.US_ASCII)).flip();
        Path whole = file.resolveSibling(file.getFileName() + ".whole");
        try (FileChannel to = FileChannel.open(whole, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            while (start.hasRemaining()) {
                to.write(start);
            }
            long size = out.size();
            for (long at = 0; at < size;) {
                at += out.transferTo(at, size - at, to);
            }
        } finally {
            out.close();
            Files.deleteIfExists(numbers);
        }
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
