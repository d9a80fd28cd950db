package dev.maestro.app.evaluation.data;

import dev.maestro.app.program.Problem;
import dev.maestro.core.text.ByteOrderMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of images, each {@code NAME.png} (or .jpg, .jpeg, .webp, .gif, .bmp, .tif) with a {@code NAME.txt}
 * beside it: the first line is the question, every further line an accepted answer. Images in order of name; the
 * data source is empty.
 */
final class FolderData implements DataSet {
    private static final String IMAGES = "(?i).+\\.(png|jpe?g|webp|gif|bmp|tiff?)";

    private final Path folder;

    FolderData(Path folder) {
        this.folder = folder;
    }

    private List<Path> images() {
        try (Stream<Path> files = Files.list(folder)) {
            // Names only: a folder's listing is small beside its images.
            List<Path> images = files.filter(file -> file.getFileName().toString().matches(IMAGES)).sorted().toList();
            if (images.isEmpty()) {
                throw Problem.input(DataErrors.DATA_EMPTY, "the folder \"" + folder
                        + "\" holds no questions.jsonl and no images. Expected NAME.png with NAME.txt beside it.");
            }
            return images;
        } catch (IOException e) {
            throw DataSet.unreadable(folder, e);
        }
    }

    @Override
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path image : images()) {
                digest.update((image.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
                Path text = text(image);
                digest.update(Files.isRegularFile(text) ? Files.readAllBytes(text) : new byte[0]);
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw DataSet.unreadable(folder, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void rows(long fromIndex, Predicate<DataRow> taker) {
        List<Path> images = images();
        for (int index = (int) Math.min(fromIndex, images.size()); index < images.size(); index++) {
            if (!taker.test(row(index, images.get(index)))) {
                return;
            }
        }
    }

    private DataRow row(int index, Path image) {
        Path text = text(image);
        String place = text.getFileName().toString();
        if (!Files.isRegularFile(text)) {
            return new DataRow.Bad(index, image.getFileName().toString(),
                    "there is no " + text.getFileName() + " with its question beside it");
        }
        try {
            List<String> lines = ByteOrderMark.removed(Files.readString(text)).lines().map(String::strip).filter(line -> !line.isEmpty())
                    .toList();
            return RowContents.row(index, place, name(image), "", lines.isEmpty() ? "" : lines.getFirst(),
                    List.of(new DataRow.ImageSource.InFile(image)),
                    lines.isEmpty() ? List.of() : lines.subList(1, lines.size()), false);
        } catch (IOException e) {
            return new DataRow.Bad(index, place, "it cannot be read: " + e.getMessage());
        }
    }

    private static Path text(Path image) {
        return image.resolveSibling(name(image) + ".txt");
    }

    private static String name(Path image) {
        String file = image.getFileName().toString();
        return file.substring(0, file.lastIndexOf('.'));
    }
}
