package dev.maestro.app.evaluation.data;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.maestro.app.evaluation.data.DataRow.ImageSource;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The reference system's training and validation files: {@code data_source}, {@code prompt}, {@code extra_info}
 * (index, question), {@code images} or {@code image} (bytes, a path relative to the file, a structure of both, or a list of these),
 * {@code reward_model.ground_truth}.
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
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            long first = 0;
            for (RowGroup group : reader.getFileMetaData().rowGroups()) {
                // the reader stumbles over groups without rows
                if (group.numRows() > 0 && first + group.numRows() > fromIndex
                        && !rows(reader, group, first, Math.max(0, fromIndex - first), taker)) {
                    return;
                }
                first += group.numRows();
            }
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The reader answers a damaged file with every kind of exception.
            throw DataSet.unreadable(file, e);
        }
    }

    /** @return whether to go on */
    private boolean rows(ParquetFileReader reader, RowGroup group, long first, long skipped, Predicate<DataRow> taker) throws IOException {
        long middle = group.columns().getFirst().chunkStartOffset()
                + group.columns().stream().mapToLong(column -> column.metaData().totalCompressedSize()).sum() / 2;
        try (RowReader rows = reader.buildRowReader().filter(RowGroupPredicate.byteRange(middle, middle + 1)).build()) {
            for (long at = 0; rows.hasNext(); at++) {
                rows.next();
                if (at >= skipped && !taker.test(row(first + at, rows))) {
                    return false;
                }
            }
        }
        return true;
    }

    private DataRow row(long index, StructAccessor row) {
        String place = file.getFileName() + " row " + index;
        Optional<PqStruct> extra = struct(row, "extra_info");
        String question = extra.flatMap(e -> text(e, "question")).or(() -> userMessage(row)).orElse("");
        Optional<Object> truth = struct(row, "reward_model").flatMap(r -> ParquetValues.value(r, "ground_truth"))
                .or(() -> extra.flatMap(e -> ParquetValues.value(e, "answer")));
        List<ImageSource> sources = new ArrayList<>();
        for (String column : new String[]{"images", "image"}) {
            Optional<Object> pictures = ParquetValues.value(row, column);
            if (pictures.isPresent() && sources.isEmpty()) {
                Optional<List<ImageSource>> read;
                try {
                    read = ParquetValues.images(file, column, pictures.get());
                } catch (InvalidPathException e) {
                    return new DataRow.Bad(index, place, "one of its images has no path that can be: " + e.getReason());
                }
                if (read.isEmpty()) {
                    return new DataRow.Bad(index, place, "one of its images has neither bytes nor a path");
                }
                sources.addAll(read.get());
            }
        }
        List<String> accepted;
        try {
            accepted = truth.isPresent() ? ParquetValues.texts(truth.get()) : List.of();
        } catch (ParquetValues.NoTextException e) {
            return new DataRow.Bad(index, place, "its answer " + e.getMessage());
        }
        return RowContents.row(index, place, extra.flatMap(e -> text(e, "index")).orElse(""), text(row, "data_source").orElse(""),
                question, sources, accepted, truth.filter(one -> !(one instanceof PqList)).isPresent());
    }

    private static Optional<String> userMessage(StructAccessor row) {
        return list(row, "prompt").map(PqList::structs).orElse(List.of()).stream()
                .filter(message -> text(message, "role").filter("user"::equals).isPresent())
                .map(message -> text(message, "content").orElse(""))
                .findFirst();
    }

    private static Optional<String> text(StructAccessor row, String field) {
        return ParquetValues.value(row, field).flatMap(value -> {
            try {
                return Optional.of(ParquetValues.text(value));
            } catch (ParquetValues.NoTextException _) {
                return Optional.empty();
            }
        });
    }

    private static Optional<PqStruct> struct(StructAccessor row, String field) {
        return ParquetValues.value(row, field).filter(PqStruct.class::isInstance).map(PqStruct.class::cast);
    }

    private static Optional<PqList> list(StructAccessor row, String field) {
        return ParquetValues.value(row, field).filter(PqList.class::isInstance).map(PqList.class::cast);
    }
}
