package dev.maestro.app.evaluation;

import dev.maestro.app.evaluation.data.DataErrors;
import dev.maestro.app.evaluation.data.DataRow;
import dev.maestro.app.evaluation.data.DataSet;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.core.ContentHash;
import dev.maestro.images.ImageIngestion;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.IngestedImage;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.BadRow;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.history.Artifacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a data set into the record, a batch at a time: images through the one door for images, rows under their
 * index. Broken off anywhere, it goes on behind the last batch. Not thread-safe.
 */
public final class EvaluationIntake {
    /** Rows of one transaction: few enough that their images are no matter for memory. */
    private static final int BATCH = 64;

    private final EvaluationStore store;
    private final Artifacts artifacts;
    private final Progress progress;
    private final ImageIngestion ingestion = new ImageIngestion();
    private final List<Sample> samples = new ArrayList<>();
    private final List<BadRow> bad = new ArrayList<>();

    public EvaluationIntake(EvaluationStore store, Artifacts artifacts, Progress progress) {
        this.store = store;
        this.artifacts = artifacts;
        this.progress = progress;
    }

    /**
     * @param defaultSource data source of rows that name none
     * @param strict        stop at the first bad row
     * @throws Problem {@code SAMPLE_INVALID} when strict
     */
    public void take(Evaluation evaluation, DataSet data, String defaultSource, boolean strict) {
        Evaluation.Intake before = store.intake(evaluation.name());
        if (before.complete()) {
            return;
        }
        if (before.nextIndex() > 0) {
            progress.say("going on to take data in at row " + before.nextIndex() + ": " + before.samples() + " samples are there");
        }
        long[] taken = {before.samples()};
        if (!isFull(evaluation, taken[0])) {
            data.rows(before.nextIndex(), row -> {
                switch (looked(row, defaultSource)) {
                    case Looked.Refused(var refused) -> refuse(refused, strict);
                    case Looked.Passed(var sample) -> {
                        samples.add(sample);
                        taken[0]++;
                    }
                }
                if (samples.size() + bad.size() >= BATCH) {
                    store(evaluation);
                    if (taken[0] % (BATCH * 10) < BATCH) {
                        progress.say(taken[0] + " samples taken in");
                    }
                }
                return !isFull(evaluation, taken[0]);
            });
        }
        store(evaluation);
        store.complete(evaluation.name());
    }

    private static boolean isFull(Evaluation evaluation, long taken) {
        return evaluation.mostSamples() > 0 && taken >= evaluation.mostSamples();
    }

    private void refuse(BadRow row, boolean strict) {
        if (strict) {
            throw Problem.input(DataErrors.SAMPLE_INVALID,
                    row.place() + ": " + row.reason() + ". Correct the row, or leave out --strict to go on without it.");
        }
        progress.say("left out: " + row.place() + ": " + row.reason());
        bad.add(row);
    }

    private void store(Evaluation evaluation) {
        store.take(evaluation.name(), samples, bad);
        samples.clear();
        bad.clear();
    }

    private sealed interface Looked {
        record Passed(Sample sample) implements Looked {}

        record Refused(BadRow row) implements Looked {}
    }

    private Looked looked(DataRow row, String defaultSource) {
        return switch (row) {
            case DataRow.Bad(var index, var place, var reason) -> new Looked.Refused(new BadRow(index, place, reason));
            case DataRow.Good good -> {
                List<ContentHash> images = new ArrayList<>();
                Optional<Looked> refused = Optional.empty();
                for (DataRow.ImageSource source : good.images()) {
                    try {
                        IngestedImage ingested = switch (source) {
                            case DataRow.ImageSource.Bytes(var bytes) -> ingestion.ingest(bytes);
                            case DataRow.ImageSource.InFile(var file) -> ingestion.ingest(file);
                        };
                        images.add(artifacts.put(ingested.bytes(), ingested.mediaType()));
                    } catch (ImageRefusedException e) {
                        refused = Optional.of(new Looked.Refused(new BadRow(good.index(), good.place(), String.valueOf(e.getMessage()))));
                    }
                }
                yield refused.orElseGet(() -> new Looked.Passed(new Sample(good.index(), good.id(),
                        good.dataSource().isEmpty() ? defaultSource : good.dataSource(), good.question(), images, good.groundTruth(),
                        good.textTruth())));
            }
        };
    }
}
