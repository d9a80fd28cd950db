package dev.maestro.training.orchestra;

import dev.maestro.inference.engine.Constraint;
import dev.maestro.inference.engine.TokenMask;
import java.util.BitSet;
import java.util.List;

/** The language of one token, which is one of a few. */
record OneOfTokens(TokenMask allowed) implements Constraint {
    private static final TokenMask NOTHING = TokenMask.of(new BitSet());

    static OneOfTokens of(List<Integer> tokens) {
        BitSet members = new BitSet();
        tokens.forEach(members::set);
        return new OneOfTokens(TokenMask.of(members));
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public TokenMask mask(int state) {
        return state == 0 ? allowed : NOTHING;
    }

    @Override
    public int after(int state, int token) {
        return 1;
    }

    @Override
    public boolean isComplete(int state) {
        return state == 1;
    }

    @Override
    public boolean isChoice(int state) {
        return false;
    }

    @Override
    public int hurried(int state) {
        return state;
    }

    @Override
    public int tokensInHurry() {
        return 1;
    }
}
