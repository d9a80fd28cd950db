package dev.maestro.app.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.core.Json;
import dev.maestro.registry.evaluations.EvaluationStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code samples.jsonl}: one result a line, snake_case, written as it is read. */
public final class ResultFiles {
    private static final ObjectWriter LINE = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build()
            .writer();

    private ResultFiles() {}

    /** @throws Problem {@code OUT_NOT_WRITABLE} */
    public static void writeSamples(EvaluationStore store, String evaluation, Path folder) {
        Path file = folder.resolve("samples.jsonl");
        Path fresh = folder.resolve("samples.jsonl.new");
        try {
            Files.createDirectories(folder);
            try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
                store.eachResult(evaluation, result -> line(out, result));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            throw Problem.infrastructure(ProgramErrors.OUT_NOT_WRITABLE,
                    "cannot write " + file + ": " + e.getMessage() + ". Free space, or choose another --out.", e);
        }
    }

    static void line(BufferedWriter out, Object body) {
        try {
            out.write(LINE.writeValueAsString(body));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + body.getClass().getSimpleName() + " as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
