package dev.maestro.training.pictures;

import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.rollout.Branch;
import java.util.Arrays;
import java.util.Optional;

/** A trajectory about a picture: the policy says whom to ask, and is right when that expert is. */
final class DrawingBranch implements Branch {
    private final DrawingTask task;
    private final DrawingTokens tokens;
    private final double explored;
    private int[] due;
    private Optional<DrawingExpert> chosen = Optional.empty();

    /** @param explored share of choices that are made evenly instead of by the policy */
    DrawingBranch(DrawingTask task, DrawingTokens tokens, double explored) {
        this.task = task;
        this.tokens = tokens;
        this.explored = explored;
        this.due = tokens.opening();
    }

    @Override
    public int[] forced() {
        int[] ids = due;
        due = new int[0];
        return ids;
    }

    @Override
    public boolean isDone() {
        return chosen.isPresent();
    }

    @Override
    public int[] allowed() {
        return task.panel().stream().mapToInt(tokens::first).sorted().toArray();
    }

    @Override
    public DecisionKind kind() {
        return DecisionKind.EXPERT;
    }

    @Override
    public double explored() {
        return explored;
    }

    @Override
    public void accept(int id) {
        DrawingExpert expert = Arrays.stream(DrawingExpert.values()).filter(each -> tokens.first(each) == id).findFirst().orElseThrow();
        chosen = Optional.of(expert);
        due = tokens.rest(task, expert);
    }

    @Override
    public double reward() {
        return task.picture().isRight(chosen()) ? 1 : 0;
    }

    /** Who was asked. */
    DrawingExpert chosen() {
        return chosen.orElseThrow();
    }
}
