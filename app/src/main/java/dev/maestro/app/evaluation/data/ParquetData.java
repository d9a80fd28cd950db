package dev.maestro.app.evaluation.data;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.maestro.app.evaluation.data.DataRow.ImageSource;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The reference system's training and validation files: {@code data_source}, {@code prompt}, {@code extra_info}
 * (index, question), {@code images} (bytes, or a path relative to the file), {@code reward_model.ground_truth}.
 * The question is {@code extra_info.question}, without it the user's message of the prompt.
 */
final class ParquetData implements DataSet {
    private final Path file;

    ParquetData(Path file) {
        this.file = file;
    }

    @Override
    public String hash() {
        return DataSet.hash(file);
    }

    @Override
    public void rows(long fromIndex, Predicate<DataRow> taker) {
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader rows = reader.buildRowReader().skip(Math.min(fromIndex, reader.getFileMetaData().numRows())).build()) {
            for (long index = fromIndex; rows.hasNext(); index++) {
                rows.next();
                if (!taker.test(row(index, rows))) {
                    return;
                }
            }
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The reader answers a damaged file with every kind of exception.
            throw DataSet.unreadable(file, e);
        }
    }

    private DataRow row(long index, StructAccessor row) {
        String place = file.getFileName() + " row " + index;
        Optional<PqStruct> extra = struct(row, "extra_info");
        String question = extra.flatMap(e -> text(e, "question")).or(() -> userMessage(row)).orElse("");
        Optional<Object> truth = struct(row, "reward_model").flatMap(r -> value(r, "ground_truth"))
                .or(() -> extra.flatMap(e -> value(e, "answer")));
        List<ImageSource> sources = new ArrayList<>();
        for (PqStruct image : list(row, "images").map(PqList::structs).orElse(List.of())) {
            Optional<byte[]> bytes = value(image, "bytes").filter(byte[].class::isInstance).map(byte[].class::cast)
                    .filter(b -> b.length > 0);
            Optional<Path> path = text(image, "path").filter(p -> !p.isBlank()).map(p -> file.toAbsolutePath().getParent().resolve(p));
            Optional<ImageSource> source = bytes.<ImageSource>map(ImageSource.Bytes::new).or(() -> path.map(ImageSource.InFile::new));
            if (source.isEmpty()) {
                return new DataRow.Bad(index, place, "one of its images has neither bytes nor a path");
            }
            sources.add(source.get());
        }
        return RowContents.row(index, place, extra.flatMap(e -> value(e, "index")).map(Object::toString).orElse(""),
                text(row, "data_source").orElse(""),
                question, sources, truth.map(ParquetData::texts).orElse(List.of()), truth.filter(String.class::isInstance).isPresent());
    }

    private static Optional<String> userMessage(StructAccessor row) {
        return list(row, "prompt").map(PqList::structs).orElse(List.of()).stream()
                .filter(message -> text(message, "role").filter("user"::equals).isPresent())
                .map(message -> text(message, "content").orElse(""))
                .findFirst();
    }

    private static List<String> texts(Object value) {
        return value instanceof PqList list
                ? list.values().stream().filter(one -> one != null).map(Object::toString).toList()
                : List.of(value.toString());
    }

    private static Optional<String> text(StructAccessor row, String field) {
        return value(row, field).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Optional<PqStruct> struct(StructAccessor row, String field) {
        return value(row, field).filter(PqStruct.class::isInstance).map(PqStruct.class::cast);
    }

    private static Optional<PqList> list(StructAccessor row, String field) {
        return value(row, field).filter(PqList.class::isInstance).map(PqList.class::cast);
    }

    /** A field that the file has and the row fills. */
    private static Optional<Object> value(StructAccessor row, String field) {
        for (int i = 0; i < row.getFieldCount(); i++) {
            if (row.getFieldName(i).equals(field)) {
                return row.isNull(i) ? Optional.empty() : Optional.ofNullable(row.getValue(i));
            }
        }
        return Optional.empty();
    }
}
