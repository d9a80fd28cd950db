package dev.maestro.training.torch;

import ai.djl.pytorch.jni.IValue;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.TorchProgram;
import dev.maestro.training.record.TrainingErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes many branches of many prompts side by side with weights that may be those being trained: a prompt is read once for all
 * of its branches, and whatever a branch has to take in before its next choice passes through in one call with that of all
 * others. For one thread, that of the weights.
 */
public final class BranchDecoder implements AutoCloseable {
    private static final int ROOM = 64;

    private final QwenWeights weights;
    private final TensorScope scope;
    private final TorchProgram program;

    private BranchDecoder(QwenWeights weights) {
        this.weights = weights;
        this.scope = weights.scope().inner();
        this.program = scope.keep(TorchProgram.load(weights.scope(), BranchDecoder.class, "decoder.py", "Decoder"));
    }

    /** @param weights read as they are at every call; closed later than this */
    public static BranchDecoder over(QwenWeights weights) {
        return new BranchDecoder(weights);
    }

    /** Ids that the model knows. */
    public int vocabularySize() {
        return weights.config().text().vocabularySize();
    }

    /** Longest sequence that the model was made for. */
    public int maxPositions() {
        return weights.config().text().maxPositions();
    }

    /**
     * Reads prompts.
     *
     * @param prompts  at least one, none empty
     * @param branches of each of them
     */
    public Batch read(List<int[]> prompts, int branches) {
        return new Batch(prompts, branches);
    }

    /**
     * A branch that goes on.
     *
     * @param branch  its number: that of its prompt times branches of a prompt, plus its own
     * @param pending ids it takes in, may be none before its first choice
     * @param allowed ids that may come next, empty for all
     */
    public record Turn(int branch, int[] pending, int[] allowed) {}

    /** Branches under way. Holds native memory. */
    public final class Batch implements AutoCloseable {
        private final int group;
        private final int[] promptLengths;
        private final int[] written;
        private final IValue held;
        private int room = ROOM;

        private Batch(List<int[]> prompts, int branches) {
            this.group = branches;
            this.promptLengths = prompts.stream().mapToInt(p -> p.length).toArray();
            this.written = new int[prompts.size() * branches];
            int longest = Arrays.stream(promptLengths).max().orElse(0);
            int tokens = Arrays.stream(promptLengths).sum();
            long[] ids = new long[tokens];
            long[] positions = new long[3 * tokens];
            long[] slots = new long[promptLengths.length * longest];
            long[] back = new long[tokens];
            long[] last = new long[promptLengths.length];
            int at = 0;
            for (int p = 0; p < promptLengths.length; p++) {
                if (promptLengths[p] == 0) {
                    throw new MaestroException(TrainingErrors.ROLLOUT_INVALID, "prompt " + p + " is empty. At least one id is needed.");
                }
                for (int i = 0; i < promptLengths[p]; i++, at++) {
                    put(ids, positions, at, prompts.get(p)[i], i);
                    slots[p * longest + i] = at;
                    back[at] = (long) p * longest + i;
                }
                last[p] = at - 1;
            }
            try (Arguments call = new Arguments(weights.scope().inner())) {
                List<IValue> all = new ArrayList<>(List.of(call.integer(group), call.integer(room)));
                all.addAll(weights.common(call));
                all.addAll(
                        List.of(call.longs(ids, tokens), call.longs(positions, 3, tokens), call.longs(slots, promptLengths.length, longest),
                                call.longs(back, tokens), call.longs(last, last.length)));
                held = program.call("read", all.toArray(IValue[]::new));
            }
        }

        private void put(long[] ids, long[] positions, int at, int id, int position) {
            if (id < 0 || id >= vocabularySize() || position >= maxPositions()) {
                throw new MaestroException(TrainingErrors.ROLLOUT_INVALID, "id " + id + " at position " + position + ". Valid: ids below "
                        + vocabularySize() + ", positions below " + maxPositions() + ".");
            }
            ids[at] = id;
            for (int axis = 0; axis < 3; axis++) {
                positions[axis * ids.length + at] = position;
            }
        }

        /** Tokens that a branch has taken in. */
        public int written(int branch) {
            return written[branch];
        }

        /**
         * Takes in what is pending and scores what may come next.
         *
         * @param turns by rising branch; branches that are not named stay as they are
         * @return for each, in order, a score for each allowed id, before any temperature
         */
        public float[][] next(List<Turn> turns) {
            Round round = new Round(turns);
            if (round.hi > room) {
                room = Math.max(round.hi, 2 * room);
                try (Arguments call = new Arguments(weights.scope().inner())) {
                    program.call("grow", held, call.integer(room)).close();
                }
            }
            try (Arguments call = new Arguments(weights.scope().inner())) {
                List<IValue> all = new ArrayList<>(List.of(held, call.integer(group)));
                all.addAll(weights.common(call));
                all.addAll(round.arguments(call));
                float[] scores = call.floats(program.call("write", all.toArray(IValue[]::new)));
                turns.forEach(turn -> written[turn.branch()] += turn.pending().length);
                return round.split(scores);
            }
        }

        /** The arrays of one call. */
        private final class Round {
            private final List<Turn> turns;
            private final int hi;
            private final int[] some;
            private final int most;
            private final long[] ids;
            private final long[] positions;
            private final long[] slots;
            private final long[] back;
            private final long[] cells;
            private final long[] starts;
            private final long[] lengths;
            private final List<Long> last = new ArrayList<>();
            private final List<Long> wrote = new ArrayList<>();

            Round(List<Turn> turns) {
                this.turns = turns;
                this.hi = Math.max(1, turns.stream().mapToInt(t -> written[t.branch()] + t.pending().length).max().orElse(1));
                this.some = turns.stream().filter(t -> t.pending().length > 0).mapToInt(t -> t.branch() / group).distinct().toArray();
                this.most = turns.stream().mapToInt(t -> t.pending().length).max().orElse(0);
                int tokens = turns.stream().mapToInt(t -> t.pending().length).sum();
                ids = new long[tokens];
                positions = new long[3 * tokens];
                slots = new long[some.length * group * most];
                back = new long[tokens];
                cells = new long[tokens];
                starts = new long[some.length * group];
                lengths = Arrays.stream(some).mapToLong(p -> promptLengths[p]).toArray();
                int at = 0;
                for (Turn turn : turns) {
                    at = lay(turn, at);
                }
            }

            private int lay(Turn turn, int from) {
                int prompt = turn.branch() / group;
                int row = Arrays.binarySearch(some, prompt) * group + turn.branch() % group;
                int at = from;
                for (int id : turn.pending()) {
                    int i = at - from;
                    put(ids, positions, at, id, promptLengths[prompt] + written[turn.branch()] + i);
                    slots[row * most + i] = at;
                    back[at] = (long) row * most + i;
                    at++;
                }
                if (at > from) {
                    starts[row] = written[turn.branch()];
                    last.add((long) at - 1);
                    wrote.add((long) turn.branch());
                }
                return at;
            }

            List<IValue> arguments(Arguments call) {
                int at = 0;
                for (Turn turn : turns) {
                    for (int i = 0; i < turn.pending().length; i++) {
                        cells[at++] = (long) turn.branch() * room + written[turn.branch()] + i;
                    }
                }
                List<Turn> few = turns.stream().filter(t -> t.allowed().length > 0).toList();
                long[] due = few.stream().mapToLong(Turn::branch).toArray();
                long[] free = turns.stream().filter(t -> t.allowed().length == 0).mapToLong(Turn::branch).toArray();
                long[] columns = few.stream().flatMapToInt(t -> Arrays.stream(t.allowed())).sorted().distinct().asLongStream().toArray();
                int width = mostAllowed();
                long[] local = new long[few.size() * width];
                Arrays.fill(local, -1);
                for (int r = 0; r < few.size(); r++) {
                    for (int i = 0; i < few.get(r).allowed().length; i++) {
                        local[r * width + i] = Arrays.binarySearch(columns, few.get(r).allowed()[i]);
                    }
                }
                return List.of(call.longs(ids, ids.length), call.longs(positions, 3, ids.length),
                        call.longs(Arrays.stream(some).asLongStream().toArray(), some.length), call.longs(slots, some.length * group, most),
                        call.longs(back, back.length), call.longs(starts, starts.length), call.longs(lengths, lengths.length),
                        call.longs(cells, cells.length), call.longs(longs(last), last.size()), call.longs(longs(wrote), wrote.size()),
                        call.integer(hi), call.longs(due, due.length), call.longs(columns, columns.length),
                        call.longs(local, due.length, width), call.longs(free, free.length));
            }

            private int mostAllowed() {
                return Math.max(1, turns.stream().mapToInt(t -> t.allowed().length).max().orElse(1));
            }

            private static long[] longs(List<Long> values) {
                return values.stream().mapToLong(Long::longValue).toArray();
            }

            float[][] split(float[] scores) {
                float[][] rows = new float[turns.size()][];
                int width = mostAllowed();
                int at = 0;
                for (int i = 0; i < rows.length; i++) {
                    int count = turns.get(i).allowed().length;
                    if (count > 0) {
                        rows[i] = Arrays.copyOfRange(scores, at, at + count);
                        at += width;
                    }
                }
                for (int i = 0; i < rows.length; i++) {
                    if (turns.get(i).allowed().length == 0) {
                        rows[i] = Arrays.copyOfRange(scores, at, at += vocabularySize());
                    }
                }
                return rows;
            }
        }

        @Override
        public void close() {
            held.close();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
