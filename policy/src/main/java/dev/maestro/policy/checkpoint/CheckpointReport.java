package dev.maestro.policy.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found in a checkpoint folder, ready to be printed.
 *
 * @param rows    facts for people, in order
 * @param missing what the folder lacks and what does not work without it, a sentence each
 * @param ignored settings that are not followed
 * @param refused parts that cannot be used
 * @param memory  of the format that the checkpoint states; empty where nothing could be loaded
 * @param body    everything for programs, as JSON values by snake_case name, in order
 */
public record CheckpointReport(
        List<Row> rows, List<String> missing, List<String> ignored, List<Refused> refused, Optional<Memory> memory,
        Map<String, Object> body) {
    public CheckpointReport {
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
        ignored = List.copyOf(ignored);
        refused = List.copyOf(refused);
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    public record Row(String name, String text) {}

    /**
     * @param part    of the folder, e.g. {@code tokenizer}
     * @param message without the code
     */
    public record Refused(String part, String code, String message) {}

    /**
     * @param needed bytes with PyTorch and room for 1,000 tokens
     * @param free   bytes that this process may still take
     */
    public record Memory(long needed, long free) {}

    /** Whether everything that is there can be used. */
    public boolean supported() {
        return refused.isEmpty();
    }
}
