package dev.maestro.orchestra.world;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The benchmark's tasks, each from seed, split, index and options alone: {@code docs/orchestra.md}. Streams of draws are named by
 * split, so no seed of a test split draws what a seed of training draws. Immutable and thread-safe.
 */
public final class OrchestraWorld {
    /** What is printed on pictures, counted, found, computed and answered: 24 capital letters. */
    public static final List<String> VALUES = IntStream.range(0, 24).mapToObj(i -> String.valueOf((char) ('A' + i))).toList();
    /** What is counted and located. */
    public static final List<String> THINGS = List.of("dots", "stripes", "blue marks", "arrows", "squares", "crosses", "rings", "stars");

    private static final Map<Operation, Subject> HELD_OUT_PAIRS = Map.of(Operation.COUNT, Subject.MAP, Operation.LOCATE, Subject.RECEIPT,
            Operation.READ, Subject.CIRCUIT, Operation.COMPUTE, Subject.RADIOGRAPH);

    private final long seed;

    public OrchestraWorld(long seed) {
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }

    /** Whether a kind of picture and an operation are kept for split {@code combo}. */
    public static boolean isHeldOut(Subject subject, Operation operation) {
        return HELD_OUT_PAIRS.get(operation) == subject;
    }

    /** @param first index of the first, at least 0 */
    public List<OrchestraTask> tasks(OrchestraSplit split, long first, int count, TaskOptions options) {
        return LongStream.range(first, first + count).mapToObj(index -> task(split, index, options)).toList();
    }

    /** @param index at least 0 */
    public OrchestraTask task(OrchestraSplit split, long index, TaskOptions options) {
        TaskPanel panel = TaskPanel.draw(SeededDraws.of("orchestra", seed, "panel", split.panels(), index), split.heldOutPanels())
                .limited(options.experts(), options.skills());
        String id = seed + "/" + split.wire() + "/" + index;

        SeededDraws kind = draws(id, "kind");
        boolean twoStep = kind.unit() < options.twoStepShare();
        Operation single = kind.pick(List.of(Operation.READ, Operation.COUNT, Operation.LOCATE));
        Operation operation = twoStep ? Operation.COMPUTE : single;
        Subject subject = split.heldOutPairs()
                ? HELD_OUT_PAIRS.get(operation)
                : kind.pick(Subject.pictures().stream().filter(each -> !isHeldOut(each, operation)).toList());

        SeededDraws words = draws(id, "words");
        String plain = words.pick(operation.wordings(split.heldOutWordings()))
                .replace("{d}", words.pick(subject.nouns()))
                .replace("{x}", words.pick(THINGS));
        SeededDraws slips = draws(id, "slips");
        boolean spoilt = slips.unit() < options.typoShare().orElse(split.typoShare());
        String question = spoilt ? TypingErrors.in(plain, split.typos(), slips) : plain;

        PriceWeight drawn = draws(id, "price").pick(List.of(PriceWeight.values()));
        SeededDraws values = draws(id, "values");
        String printed = values.pick(VALUES);
        List<String> others = VALUES.stream().filter(value -> !value.equals(printed)).toList();
        String truth = operation.isTwoStep() ? values.pick(others) : printed;
        return new OrchestraTask(id, split, panel, subject, operation, question, options.price().orElse(drawn), printed, truth,
                options.sureWhenWrong());
    }

    private static SeededDraws draws(String task, String what) {
        return SeededDraws.of("orchestra", task, what);
    }
}
