package dev.maestro.app.evaluation.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.images.Renditions;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.history.Artifacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Writes {@code summary.json} and {@code report.html} of an evaluation, finished or not. Thread-safe. */
public final class EvaluationReport {
    private static final JsonMapper MAPPER = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    /** An image in the page: enough to see what it shows, some ten kilobytes. */
    private static final int THUMBNAIL_PIXELS = 320 * 320;

    private EvaluationReport() {}

    /**
     * @param folder is made when it is not there; files of an earlier report are replaced
     * @throws Problem {@code OUT_NOT_WRITABLE}
     */
    public static Summary write(EvaluationStore store, Artifacts artifacts, Overview overview, Path folder) {
        Summary summary = Summarizer.of(store, overview);
        try {
            Files.createDirectories(folder);
            put(folder.resolve("summary.json"), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
            put(folder.resolve("report.html"), new HtmlReport(hash -> thumbnail(artifacts, hash)).of(summary));
        } catch (IOException e) {
            throw Problem.infrastructure(ProgramErrors.OUT_NOT_WRITABLE,
                    "cannot write the report to " + folder + ": " + e.getMessage() + ". Free space, or choose another --out.", e);
        }
        return summary;
    }

    private static void put(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<String> thumbnail(Artifacts artifacts, ContentHash hash) {
        return artifacts.get(hash).flatMap(artifact -> image(artifact)).map(image -> {
            Image small = Renditions.fit(image, THUMBNAIL_PIXELS);
            return "data:" + small.mediaType() + ";base64," + Base64.getEncoder().encodeToString(small.bytes());
        });
    }

    /** Empty when the artifact is no image that can be read. */
    private static Optional<Image> image(Artifacts.Artifact artifact) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(artifact.bytes()))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return Optional.of(new Image(artifact.bytes(), artifact.mediaType(), reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
