package dev.maestro.inference.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** Number formats of weights. */
public enum DataType {
    FLOAT32("F32", "float32", 4),
    FLOAT16("F16", "float16", 2),
    BFLOAT16("BF16", "bfloat16", 2);

    private final String stored;
    private final String written;
    private final int bytes;

    DataType(String stored, String written, int bytes) {
        this.stored = stored;
        this.written = written;
        this.bytes = bytes;
    }

    /** Name in a safetensors header. */
    public String stored() {
        return stored;
    }

    /** Name in a configuration and on the command line, e.g. {@code bfloat16}. */
    public String written() {
        return written;
    }

    public int bytes() {
        return bytes;
    }

    static Optional<DataType> ofStored(String name) {
        return Arrays.stream(values()).filter(t -> t.stored.equals(name)).findFirst();
    }

    public static Optional<DataType> ofWritten(String name) {
        return Arrays.stream(values()).filter(t -> t.written.equals(name)).findFirst();
    }
}
