package dev.maestro.training.torch;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.qwen.MropePositions;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.torch.Scored.Place;
import dev.maestro.training.torch.Scored.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts and responses as the arrays that {@code trainer.py} takes: a flat list of tokens without padding, and where each of them
 * stands when sequences are laid out side by side. Places among a few allowed ids come before those among the whole vocabulary.
 */
final class PackedBatch {
    /** Temperature, weight, old, advantage, reference, entropy. */
    static final int NUMBERS = 6;

    final int promptCount;
    final int promptLength;
    final int branchCount;
    final int branchLength;
    final long[] ids;
    final long[] positions;
    final long[] prompts;
    final long[] branches;
    final long[] back;
    final long[] lengths;
    final long[] rows;
    final long[] columns;
    final long[] local;
    final float[] good;
    final long[] target;
    final float[] numbers;
    final int few;
    final int mostAllowed;
    /** By number of the place in the order given: its number here. */
    final int[] packed;

    final List<PixelPatches> images;
    final long[] placeholders;

    PackedBatch(List<Scored> groups, ModelConfig config) {
        int vocabulary = config.text().vocabularySize();
        int maxPositions = config.text().maxPositions();
        int group = groups.stream().mapToInt(g -> g.responses().size()).max().orElse(0);
        promptCount = groups.size();
        promptLength = groups.stream().mapToInt(g -> g.prompt().length).max().orElse(0);
        branchCount = promptCount * group;
        branchLength = Math.max(1, groups.stream().flatMap(g -> g.responses().stream()).mapToInt(r -> r.ids().length).max().orElse(0));
        int tokens = groups.stream().mapToInt(Scored::tokens).sum();
        ids = new long[tokens];
        positions = new long[3 * tokens];
        prompts = new long[promptCount * promptLength];
        branches = new long[branchCount * branchLength];
        back = new long[tokens];
        lengths = new long[promptCount];
        List<Place> places = new ArrayList<>();
        List<Integer> predecessors = new ArrayList<>();
        List<Double> temperatures = new ArrayList<>();
        images = groups.stream().flatMap(g -> g.images().stream()).toList();
        int[] next = new int[promptCount];
        int[] promptEnds = prompts(groups, config, next);
        int at = promptEnds.length == 0 ? 0 : promptEnds[promptEnds.length - 1];
        for (int g = 0; g < promptCount; g++) {
            List<Row> members = groups.get(g).responses();
            for (int r = 0; r < members.size(); r++) {
                Row row = members.get(r);
                int past = groups.get(g).prompt().length;
                if (past + row.ids().length > maxPositions) {
                    throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID, "a prompt of " + past + " ids and its response of "
                            + row.ids().length + " are longer than the " + maxPositions + " the model was made for.");
                }
                for (Place place : row.places()) {
                    int position = place.target().position();
                    if (position > row.ids().length) {
                        throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID,
                                "a target at position " + position + " of a response of " + row.ids().length + " ids.");
                    }
                    places.add(place);
                    temperatures.add(row.temperature());
                    predecessors.add(position == 0 ? promptEnds[g] - 1 : at + position - 1);
                }
                for (int i = 0; i < row.ids().length; i++) {
                    int slot = (g * group + r) * branchLength + i;
                    put(at, row.ids()[i], vocabulary);
                    for (int axis = 0; axis < 3; axis++) {
                        positions[axis * tokens + at] = next[g] + i;
                    }
                    branches[slot] = at;
                    back[at] = (long) promptCount * promptLength + slot;
                    at++;
                }
            }
        }
        int placeholder = images.isEmpty() ? -1 : config.imageToken().orElse(-1);
        int promptTokens = promptEnds.length == 0 ? 0 : promptEnds[promptEnds.length - 1];
        placeholders = IntStream.range(0, promptTokens).filter(i -> ids[i] == placeholder).asLongStream().toArray();
        packed = order(places);
        few = (int) places.stream().filter(p -> p.target().allowed().length > 0).count();
        rows = new long[places.size()];
        numbers = new float[NUMBERS * places.size()];
        mostAllowed = Math.max(1, places.stream().mapToInt(p -> p.target().allowed().length).max().orElse(1));
        local = new long[few * mostAllowed];
        good = new float[few * mostAllowed];
        target = new long[places.size() - few];
        columns = places.stream().flatMapToInt(p -> Arrays.stream(p.target().allowed())).sorted().distinct().asLongStream().toArray();
        Arrays.fill(local, -1);
        for (int i = 0; i < packed.length; i++) {
            place(packed[i], places.get(i), predecessors.get(i), temperatures.get(i), vocabulary);
        }
    }

    /**
     * @param next gets the position after each prompt
     * @return where each prompt ends among the tokens
     */
    private int[] prompts(List<Scored> groups, ModelConfig config, int[] next) {
        int[] ends = new int[groups.size()];
        int at = 0;
        for (int g = 0; g < ends.length; g++) {
            int[] prompt = groups.get(g).prompt();
            if (prompt.length == 0 || groups.get(g).responses().isEmpty()) {
                throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID,
                        "a prompt of " + prompt.length + " ids with " + groups.get(g).responses().size()
                                + " responses. At least one of each.");
            }
            MropePositions placed = MropePositions.of(config, prompt, groups.get(g).images());
            next[g] = placed.next();
            for (int i = 0; i < prompt.length; i++) {
                put(at, prompt[i], config.text().vocabularySize());
                for (int axis = 0; axis < 3; axis++) {
                    positions[axis * ids.length + at] = placed.rows()[axis][i];
                }
                prompts[g * promptLength + i] = at;
                back[at] = (long) g * promptLength + i;
                at++;
            }
            lengths[g] = prompt.length;
            ends[g] = at;
        }
        return ends;
    }

    private void put(int at, int id, int vocabulary) {
        ids[at] = valid(id, vocabulary);
    }

    /** Past the end of the table a device would fault, not refuse. */
    private static int valid(int id, int vocabulary) {
        if (id < 0 || id >= vocabulary) {
            throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID, "id " + id + ". Valid: 0 to " + (vocabulary - 1) + ".");
        }
        return id;
    }

    private static int[] order(List<Place> places) {
        int[] order = new int[places.size()];
        int next = 0;
        for (boolean free : new boolean[]{false, true}) {
            for (int i = 0; i < order.length; i++) {
                if (places.get(i).target().allowed().length == 0 == free) {
                    order[i] = next++;
                }
            }
        }
        return order;
    }

    private void place(int i, Place place, int predecessor, double temperature, int vocabulary) {
        rows[i] = predecessor;
        double[] row = {temperature, place.weight(), place.old(), place.advantage(), place.reference(), place.entropy()};
        for (int k = 0; k < NUMBERS; k++) {
            numbers[k * rows.length + i] = (float) row[k];
        }
        int[] allowed = place.target().allowed();
        int[] wanted = place.target().good();
        for (int id : wanted) {
            valid(id, vocabulary);
        }
        if (allowed.length == 0) {
            target[i - few] = wanted[0];
            return;
        }
        for (int k = 0; k < allowed.length; k++) {
            int id = valid(allowed[k], vocabulary);
            local[i * mostAllowed + k] = Arrays.binarySearch(columns, id);
            good[i * mostAllowed + k] = Arrays.stream(wanted).anyMatch(w -> w == id) ? 1 : 0;
        }
    }

    int places() {
        return rows.length;
    }
}
