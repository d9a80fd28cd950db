package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.text.OfferedValues;
import dev.maestro.orchestra.text.TranscriptMachine;
import dev.maestro.orchestra.text.TranscriptMachine.Due;
import dev.maestro.orchestra.text.TurnDecision;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.rollout.Branch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trajectory in the benchmark: the sampler draws, the world answers. */
final class OrchestraBranch implements Branch {
    /** Of the share that is explored after the first call. */
    private static final double AFTER_SECOND = 0.4;
    /** A share of 1 would leave no probability of the policy's own to compare with. */
    private static final double MOST_EXPLORED = 0.99;

    private final TranscriptMachine machine;
    private final Tokens tokens;
    private final Exploration exploration;
    private final int quota;
    private final int made;
    private final double fee;
    private int[] allowed = {};
    private int[] firsts = {};
    /** What of the chosen alternative follows the id that was drawn. */
    private int[] rest = {};

    /**
     * Shares of draws made evenly.
     *
     * @param stop   of the decision to go on or to answer
     * @param names  of all others
     * @param second of the choice of an expert after the first call
     */
    record Exploration(double stop, double names, double second) {
        static final Exploration NONE = new Exploration(0, 0, 0);
    }

    /** Greedy evaluations: nothing imposed, nothing explored. */
    OrchestraBranch(OrchestraTask task, Tokens tokens) {
        this(task, tokens, Optional.empty(), 0, 0, Exploration.NONE);
    }

    /**
     * @param before a call that was made for it
     * @param quota  how many calls are made in all, that one included; 0: the policy decides
     * @param fee    lost in reward by each call of its own
     */
    OrchestraBranch(OrchestraTask task, Tokens tokens, Optional<Move.Call> before, int quota, double fee, Exploration exploration) {
        this.machine = new TranscriptMachine(task, OfferedValues.HEARD, before.map(List::of).orElse(List.of()));
        this.tokens = tokens;
        this.made = before.isPresent() ? 1 : 0;
        this.quota = quota;
        this.fee = fee;
        this.exploration = exploration;
    }

    @Override
    public int[] forced() {
        int[] ids = rest;
        rest = new int[0];
        while (machine.due() instanceof Due.Choice choice) {
            ids = ReadingDrills.join(ids, tokens.encode(choice.forced()));
            Optional<Integer> imposed = imposed(choice);
            if (imposed.isEmpty()) {
                offer(choice);
                return ids;
            }
            ids = ReadingDrills.join(ids, tokens.encode(choice.alternatives().get(imposed.get())));
            machine.choose(imposed.get());
        }
        return ReadingDrills.join(ids, tokens.encode(machine.due().forced()));
    }

    /** What is chosen for the policy. */
    private Optional<Integer> imposed(Due.Choice choice) {
        if (choice.decision() != TurnDecision.GO_ON || quota == 0) {
            return Optional.empty();
        }
        String wanted = machine.history().size() < quota ? ActionText.SEARCH : ActionText.ANSWER;
        return Optional.of(choice.alternatives().indexOf(wanted));
    }

    private void offer(Due.Choice choice) {
        firsts = choice.alternatives().stream().mapToInt(tokens::first).toArray();
        allowed = Arrays.stream(firsts).sorted().toArray();
    }

    @Override
    public boolean isDone() {
        return machine.played().isPresent();
    }

    @Override
    public int[] allowed() {
        return allowed.clone();
    }

    @Override
    public DecisionKind kind() {
        return switch (decision()) {
            case GO_ON -> DecisionKind.GO_ON;
            case EXPERT -> DecisionKind.EXPERT;
            case SKILL -> DecisionKind.SKILL;
            case INPUT -> DecisionKind.INPUT;
            case ANSWER -> DecisionKind.TEXT;
        };
    }

    private TurnDecision decision() {
        return ((Due.Choice) machine.due()).decision();
    }

    @Override
    public double explored() {
        return switch (decision()) {
            case GO_ON -> Math.min(MOST_EXPLORED, exploration.stop() * (machine.history().size() > 1 ? AFTER_SECOND : 1));
            case EXPERT -> machine.history().isEmpty() ? exploration.names() : Math.max(exploration.names(), exploration.second());
            case SKILL, INPUT -> exploration.names();
            case ANSWER -> 0;
        };
    }

    @Override
    public void accept(int id) {
        Due.Choice choice = (Due.Choice) machine.due();
        int at = 0;
        while (firsts[at] != id) {
            at++;
        }
        String written = choice.alternatives().get(at);
        machine.choose(at);
        rest = Arrays.copyOfRange(tokens.encode(written), 1, tokens.encode(written).length);
    }

    @Override
    public double reward() {
        PlayedTask played = machine.played().orElseThrow();
        List<HeardReply> own = played.history().subList(made, played.history().size());
        double cost = own.stream().mapToDouble(heard -> played.task().cost(heard.call().expert())).sum();
        return played.task().price().reward(played.right(), cost) - fee * own.size();
    }

    /** Whether a call was made for it. */
    boolean isBehind() {
        return made > 0;
    }

    /** What the task came to. */
    PlayedTask played() {
        return machine.played().orElseThrow();
    }

    /** How many calls a task needs at least, with what was called before. */
    static int needed(OrchestraTask task, int before) {
        return Math.min(Play.MOST_CALLS, Math.max(1 + before, task.operation().isTwoStep() ? 2 : 1));
    }
}
