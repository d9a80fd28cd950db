package dev.maestro.app.evaluation.data;

import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;

/** A data set in a file or folder. Thread-safe. */
public interface DataSet {
    /** SHA-256 of the file that lists the samples, {@code sha256:…}; the images beside it are known by their own. */
    String hash();

    /**
     * Hands over rows from an index on, in order, until the taker has had enough.
     *
     * @param taker says whether to go on
     * @throws Problem when the file as a whole cannot be read
     */
    void rows(long fromIndex, Predicate<DataRow> taker);

    /** @throws Problem when there is nothing there, or nothing that is known */
    static DataSet open(Path path) {
        if (!Files.exists(path)) {
            throw Problem.input(DataErrors.DATA_MISSING, "there is no file or folder \"" + path + "\".");
        }
        if (Files.isDirectory(path)) {
            Path list = path.resolve("questions.jsonl");
            return Files.isRegularFile(list) ? new JsonLinesData(list) : new FolderData(path);
        }
        return beginsLikeParquet(path) ? new ParquetData(path) : new JsonLinesData(path);
    }

    private static boolean beginsLikeParquet(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), java.nio.charset.StandardCharsets.ISO_8859_1).equals("PAR1");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static String hash(Path file) {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return "sha256:" + HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static Problem unreadable(Path file, Exception e) {
        return new Problem(dev.maestro.app.program.ExitCode.BAD_INPUT, DataErrors.DATA_UNREADABLE,
                "\"" + file + "\" cannot be read: " + e.getMessage() + ".", e);
    }
}
