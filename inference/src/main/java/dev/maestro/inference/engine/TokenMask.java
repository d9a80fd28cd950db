package dev.maestro.inference.engine;

import java.util.Arrays;
import java.util.BitSet;

/** The tokens that may come next. Immutable. Takes a bit for each token of the vocabulary at most: a language has hundreds of them. */
public final class TokenMask {
    /** A list of so many takes less than the bits of a large vocabulary. */
    private static final int FEW = 1_024;

    private final int size;
    private final int[] few;
    private final BitSet many;

    private TokenMask(BitSet members) {
        this.size = members.cardinality();
        this.few = size <= FEW ? members.stream().toArray() : new int[0];
        this.many = size <= FEW ? new BitSet() : (BitSet) members.clone();
    }

    public static TokenMask of(BitSet allowed) {
        return new TokenMask(allowed);
    }

    public boolean allows(int token) {
        return size <= FEW ? Arrays.binarySearch(few, token) >= 0 : many.get(token);
    }

    public int size() {
        return size;
    }

    /** The tokens, ascending. */
    public int[] ids() {
        int[] ids = new int[size];
        into(ids);
        return ids;
    }

    /**
     * Writes the tokens down, ascending.
     *
     * @param ids with room for {@link #size()} of them
     */
    void into(int[] ids) {
        if (size <= FEW) {
            System.arraycopy(few, 0, ids, 0, size);
            return;
        }
        int count = 0;
        for (int id = many.nextSetBit(0); id >= 0; id = many.nextSetBit(id + 1)) {
            ids[count++] = id;
        }
    }
}
