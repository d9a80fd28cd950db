package dev.maestro.app.evaluation.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.evaluation.data.DataRow.ImageSource;
import dev.maestro.core.Json;
import dev.maestro.core.text.ByteOrderMark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One JSON object a line: {@code question}, {@code images} (paths relative to the file) or {@code image},
 * {@code ground_truth} or {@code answer} (a text, a number, or a list of them), {@code data_source}, {@code id}.
 * Other fields are passed over.
 */
final class JsonLinesData implements DataSet {
    private final Path file;

    JsonLinesData(Path file) {
        this.file = file;
    }

    @Override
    public String hash() {
        return DataSet.hash(file);
    }

    @Override
    public void rows(long fromIndex, Predicate<DataRow> taker) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            long index = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                line = number == 1 ? ByteOrderMark.removed(line) : line;
                if (line.isBlank()) {
                    continue;
                }
                if (index >= fromIndex && !taker.test(row(index, file.getFileName() + " line " + number, line))) {
                    return;
                }
                index++;
            }
        } catch (MalformedInputException e) {
            throw DataSet.unreadable(file, new IOException("it is not UTF-8, nor a Parquet file", e));
        } catch (IOException e) {
            throw DataSet.unreadable(file, e);
        }
    }

    private DataRow row(long index, String place, String line) {
        JsonNode node;
        try {
            node = Json.tree(line);
        } catch (IllegalArgumentException e) {
            return new DataRow.Bad(index, place, "it is " + e.getMessage().lines().findFirst().orElse("not JSON"));
        }
        if (!node.isObject()) {
            return new DataRow.Bad(index, place, "it is JSON, but no object");
        }
        JsonNode truth = node.hasNonNull("ground_truth") ? node.get("ground_truth") : node.path("answer");
        List<String> accepted = new ArrayList<>();
        for (JsonNode one : truth.isArray() ? truth : List.of(truth)) {
            if (one.isContainerNode()) {
                return new DataRow.Bad(index, place, "its answer is JSON, but neither a text nor a number nor a list of them");
            }
            if (!one.isNull() && !one.isMissingNode()) {
                accepted.add(one.asText());
            }
        }
        List<ImageSource> sources = new ArrayList<>();
        JsonNode images = node.hasNonNull("images") ? node.get("images") : node.path("image");
        for (JsonNode image : images.isArray() ? images : List.of(images)) {
            if (image.isMissingNode() || image.isNull()) {
                continue;
            }
            try {
                String path = image.isObject() ? image.path("path").asText() : image.asText();
                if (path.isBlank()) {
                    return new DataRow.Bad(index, place, "one of its images has no path");
                }
                sources.add(new ImageSource.InFile(file.toAbsolutePath().getParent().resolve(path)));
            } catch (InvalidPathException e) {
                return new DataRow.Bad(index, place, "one of its images has no path that can be: " + e.getReason());
            }
        }
        return RowContents.row(index, place, node.path("id").asText(""), node.path("data_source").asText(""),
                node.path("question").asText(""), sources, accepted, !truth.isArray());
    }
}
