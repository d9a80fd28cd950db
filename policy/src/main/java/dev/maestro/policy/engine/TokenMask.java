package dev.maestro.policy.engine;

import java.util.BitSet;

/** The tokens that may come next. Immutable. */
public final class TokenMask {
    private final int[] tokens;
    private final BitSet members;

    private TokenMask(BitSet members) {
        this.members = members;
        this.tokens = members.stream().toArray();
    }

    public static TokenMask of(BitSet allowed) {
        return new TokenMask((BitSet) allowed.clone());
    }

    public boolean allows(int token) {
        return members.get(token);
    }

    public int size() {
        return tokens.length;
    }

    /** Ascending; not to be written to. */
    int[] tokens() {
        return tokens;
    }
}
