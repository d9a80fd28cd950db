package dev.maestro.training.rollout;

import dev.maestro.training.record.DecisionKind;

/**
 * A small world with names of two ids, forced ids, observations and free text: say twice which of three names belongs to the
 * prompt's last id. Names begin alike or not, so that some second ids are forced.
 */
final class PairingBranch implements Branch {
    static final int VOCABULARY = 40;
    private static final int[][] NAMES = {{20, 30}, {20, 31}, {21, 32}};

    private final int wanted;
    private int right;
    private int call;
    private int first = -1;
    private int[] forced = {5};
    private boolean ended;

    PairingBranch(int wanted) {
        this.wanted = wanted;
    }

    static int[] prompt(int wanted, int length) {
        int[] ids = new int[length + 1];
        for (int i = 0; i < length; i++) {
            ids[i] = 10 + i % 5;
        }
        ids[length] = 7 + wanted;
        return ids;
    }

    @Override
    public int[] forced() {
        int[] now = forced;
        forced = new int[0];
        return now;
    }

    @Override
    public boolean isDone() {
        return ended;
    }

    @Override
    public int[] allowed() {
        return call == 2 ? new int[0] : first < 0 ? new int[]{20, 21} : new int[]{30, 31};
    }

    @Override
    public DecisionKind kind() {
        return call == 2 ? DecisionKind.TEXT : DecisionKind.EXPERT;
    }

    @Override
    public void accept(int id) {
        if (call == 2) {
            ended = true;
        } else if (first < 0 && id == 20) {
            first = id;
        } else {
            // the second id of a name that begins like no other follows by itself; then what the expert says, of some length
            boolean alone = id == 21;
            int name = alone ? 2 : id - 30;
            right += name == wanted ? 1 : 0;
            forced = alone ? new int[]{NAMES[2][1], 11, 12, 6} : new int[]{11, 6};
            first = -1;
            call++;
        }
    }

    @Override
    public double reward() {
        return right / 2.0;
    }
}
