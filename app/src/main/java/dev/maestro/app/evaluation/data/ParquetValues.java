package dev.maestro.app.evaluation.data;

import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.maestro.app.evaluation.data.DataRow.ImageSource;
import dev.maestro.app.program.Problem;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values of Parquet columns as texts and pictures: in the usual shapes, and by name where they are another. */
final class ParquetValues {
    private ParquetValues() {}

    /** A field that the file has and the row fills. */
    static Optional<Object> value(StructAccessor row, String field) {
        for (int i = 0; i < row.getFieldCount(); i++) {
            if (row.getFieldName(i).equals(field)) {
                return row.isNull(i) ? Optional.empty() : Optional.ofNullable(row.getValue(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Texts, numbers, truth values and UTF-8 bytes, one or a list of them.
     *
     * @throws NoTextException for anything else
     */
    static List<String> texts(Object value) throws NoTextException {
        List<String> texts = new ArrayList<>();
        for (Object one : value instanceof PqList list ? list.values() : List.of(value)) {
            if (one != null) {
                texts.add(text(one));
            }
        }
        return texts;
    }

    /** As {@link #texts}, one. */
    static String text(Object value) throws NoTextException {
        return switch (value) {
            case String text -> text;
            case byte[] bytes -> utf8(bytes);
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case java.time.temporal.TemporalAccessor time -> time.toString();
            default -> throw new NoTextException("is " + kind(value) + ", which is no text");
        };
    }

    private static String utf8(byte[] bytes) throws NoTextException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new NoTextException("holds bytes that are no UTF-8 text");
        }
    }

    /**
     * One or more pictures: bytes, a path beside the file, a structure of {@code bytes} and {@code path}, or a list of these.
     *
     * @return empty for a structure that has neither
     * @throws Problem {@code DATA_UNREADABLE} with column and type when it is anything else: asking without the picture would score it wrong
     */
    static Optional<List<ImageSource>> images(Path file, String column, Object value) {
        List<ImageSource> sources = new ArrayList<>();
        for (Object one : value instanceof PqList list ? list.values() : List.of(value)) {
            Optional<ImageSource> source = one == null ? Optional.empty() : image(file, column, one);
            if (source.isEmpty()) {
                return Optional.empty();
            }
            sources.add(source.get());
        }
        return Optional.of(sources);
    }

    private static Optional<ImageSource> image(Path file, String column, Object value) {
        return switch (value) {
            case byte[] bytes -> Optional.of(bytes).filter(b -> b.length > 0).map(ImageSource.Bytes::new);
            case String path -> Optional.of(path).filter(p -> !p.isBlank())
                    .map(p -> new ImageSource.InFile(file.toAbsolutePath().getParent().resolve(p)));
            case PqStruct struct -> value(struct, "bytes").filter(byte[].class::isInstance).flatMap(b -> image(file, column, b))
                    .or(() -> value(struct, "path").filter(String.class::isInstance).flatMap(p -> image(file, column, p)));
            default -> throw Problem.input(DataErrors.DATA_UNREADABLE, "\"" + file.getFileName() + "\" has a column \"" + column + "\" of "
                    + kind(value) + ", which is no picture. Expected are bytes, a path, a structure of bytes and path, or a list of them.");
        };
    }

    private static String kind(Object value) {
        return switch (value) {
            case PqStruct _ -> "a structure";
            case PqList _ -> "a list";
            case byte[] _ -> "bytes";
            case Number _ -> "a number";
            case Boolean _ -> "a truth value";
            default -> "another type (" + value.getClass().getSimpleName() + ")";
        };
    }

    /** A value that should be a text. */
    static final class NoTextException extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param reason begins with a verb */
        NoTextException(String reason) {
            super(reason, null, false, false);
        }
    }
}
