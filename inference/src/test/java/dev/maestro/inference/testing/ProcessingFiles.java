package dev.maestro.inference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What {@code src/test/reference/make_processing.py} wrote. */
public final class ProcessingFiles {
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private ProcessingFiles() {}

    /** Of these classes' own module; from its packed test classes there is none, see {@link #image}. */
    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(ProcessingFiles.class.getResource("/processing/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] image(String name) {
        try (InputStream in = Objects.requireNonNull(ProcessingFiles.class.getResourceAsStream("/processing/pictures/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> rows(String name) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(path(name))) {
                rows.add(MAPPER.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }
}
