package dev.maestro.app.evaluation;

import dev.maestro.activities.QueryErrors;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.registry.evaluations.Divergence;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A replay beside the run that it replays, sample by sample: {@code replay.jsonl}, and what it comes to. */
public final class ReplayReport {
    private ReplayReport() {}

    /**
     * One attempt, before and after; one line of {@code replay.jsonl}.
     *
     * @param outcome         {@code same}, {@code different} or {@code diverged}: the last has no answer to compare
     * @param firstChange     the first turn that called something else, or somebody else; 0 when all calls are alike
     * @param divergences     steps without a recorded reply, in order
     * @param estimateTokens  what asking for the divergences would use; likewise {@code estimateMicros}
     */
    public record Line(
            long index, int attempt, String sampleId, String dataSource, String outcome, Optional<String> before, Optional<String> after,
            boolean rightBefore, boolean rightAfter, int firstChange, List<Divergence> divergences, long estimateTokens,
            long estimateMicros) {
        public Line {
            divergences = List.copyOf(divergences);
        }
    }

    /**
     * @param compared   attempts that both runs ended, the replay without diverging or by asking live
     * @param same       of these, with the same answer
     * @param rightBefore of those compared; likewise {@code rightAfter}
     * @param diverged   attempts that ended where a reply was missing
     * @param missing    steps without a recorded reply that were come to; without {@code live} an attempt ends with the first (or with
     *                   the first ones, where steps run at the same time), and what would have followed is not counted
     * @param asked      of these, asked live
     * @param estimateTokens of these; likewise {@code estimateMicros}
     * @param spentMicros what the replay did cost: decisions, and what was asked live
     */
    public record Total(
            String replay, String of, boolean live, long attempts, long compared, long same, long rightBefore, long rightAfter,
            long diverged, long missing, long asked, long estimateTokens, long estimateMicros, long spentMicros) {}

    /**
     * Compares, and writes every line when a folder is given.
     *
     * @throws Problem {@code OUT_NOT_WRITABLE}
     */
    public static Total of(EvaluationStore store, Evaluation replay, Optional<Path> folder) {
        Evaluation.Replay what = replay.replay().orElseThrow();
        Sum sum = new Sum();
        if (folder.isEmpty()) {
            store.eachResult(replay.name(), after -> sum.add(line(store, what, after), after));
            return sum.total(replay.name(), what);
        }
        Path file = folder.get().resolve("replay.jsonl");
        try {
            Files.createDirectories(folder.get());
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                store.eachResult(replay.name(), after -> {
                    Line line = line(store, what, after);
                    sum.add(line, after);
                    ResultFiles.line(out, line);
                });
            }
        } catch (IOException | UncheckedIOException e) {
            throw Problem.infrastructure(ProgramErrors.OUT_NOT_WRITABLE,
                    "cannot write " + file + ": " + e.getMessage() + ". Free space, or choose another --out.", e);
        }
        return sum.total(replay.name(), what);
    }

    private static Line line(EvaluationStore store, Evaluation.Replay what, SampleResult after) {
        Optional<SampleResult> before = store.result(what.of(), after.index(), after.attempt());
        List<Divergence> divergences = store.divergences(after.queryId());
        boolean diverged = before.isEmpty() || after.reason().equals(QueryErrors.REPLAY_DIVERGED);
        Optional<String> answer = before.flatMap(SampleResult::answer);
        return new Line(after.index(), after.attempt(), after.sampleId(), after.dataSource(),
                diverged ? "diverged" : answer.equals(after.answer()) ? "same" : "different", answer, after.answer(),
                before.map(SampleResult::right).orElse(false), after.right(),
                before.map(b -> firstChange(b.calls(), after.calls(), diverged ? divergences : List.of())).orElse(1),
                divergences, divergences.stream().mapToLong(Divergence::estimateTokens).sum(),
                divergences.stream().mapToLong(Divergence::estimateMicros).sum());
    }

    /** A diverging turn left no call behind: it was not observed. */
    private static int firstChange(List<Call> before, List<Call> after, List<Divergence> divergences) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            if (i >= before.size() || i >= after.size() || !alike(before.get(i), after.get(i))) {
                return i < after.size()
                        ? after.get(i).turn()
                        : divergences.isEmpty() ? before.get(i).turn() : divergences.getFirst().turn();
            }
        }
        return divergences.isEmpty() ? 0 : divergences.getFirst().turn();
    }

    private static boolean alike(Call a, Call b) {
        return a.turn() == b.turn() && a.expert().equals(b.expert()) && a.skill().equals(b.skill()) && a.leaf().equals(b.leaf());
    }

    private static final class Sum {
        private long attempts;
        private long compared;
        private long same;
        private long rightBefore;
        private long rightAfter;
        private long diverged;
        private long missing;
        private long asked;
        private long tokens;
        private long micros;
        private long spent;

        void add(Line line, SampleResult after) {
            attempts++;
            if (line.outcome().equals("diverged")) {
                diverged++;
            } else {
                compared++;
                same += line.outcome().equals("same") ? 1 : 0;
                rightBefore += line.rightBefore() ? 1 : 0;
                rightAfter += line.rightAfter() ? 1 : 0;
            }
            missing += line.divergences().size();
            asked += line.divergences().stream().filter(Divergence::askedLive).count();
            tokens += line.estimateTokens();
            micros += line.estimateMicros();
            spent += after.costMicros();
        }

        Total total(String name, Evaluation.Replay what) {
            return new Total(name, what.of(), what.live(), attempts, compared, same, rightBefore, rightAfter, diverged, missing, asked,
                    tokens, micros, spent);
        }
    }
}
