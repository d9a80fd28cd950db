package dev.maestro.policylocal.grammar;

import dev.maestro.inference.engine.TokenMask;
import dev.maestro.inference.engine.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * A vocabulary as a tree of bytes, laid out in the order of a walk, so that all tokens an automaton
 * allows are found in one pass that leaves out whatever begins with a byte it refuses. Immutable.
 */
public final class TokenTrie {
    private static final int[] NONE = {};
    private final byte[] units;
    /** Where the walk goes on when nothing below a place is wanted. */
    private final int[] after;
    private final int[] depths;
    private final int[][] tokens;
    private final int deepest;

    private TokenTrie(byte[] units, int[] after, int[] depths, int[][] tokens) {
        this.units = units;
        this.after = after;
        this.depths = depths;
        this.tokens = tokens;
        this.deepest = Arrays.stream(depths).max().orElse(0);
    }

    public static TokenTrie of(Vocabulary vocabulary) {
        byte[][] bytes = new byte[vocabulary.size()][];
        List<Integer> sorted = new ArrayList<>();
        for (int token = 0; token < bytes.length; token++) {
            bytes[token] = vocabulary.bytes(token);
            if (bytes[token].length > 0) {
                sorted.add(token);
            }
        }
        sorted.sort(Comparator.<Integer, byte[]>comparing(token -> bytes[token], Arrays::compareUnsigned)
                .thenComparing(Comparator.naturalOrder()));
        Layout layout = new Layout();
        byte[] before = new byte[0];
        for (int token : sorted) {
            byte[] own = bytes[token];
            int common = Arrays.mismatch(before, own);
            layout.add(token, own, common < 0 ? own.length : common);
            before = own;
        }
        return layout.finished();
    }

    /** Nodes in the order of the walk; those on the way to the last one are still open. */
    private static final class Layout {
        private byte[] units = new byte[1 << 10];
        private int[] after = new int[1 << 10];
        private int[] depths = new int[1 << 10];
        private int[][] tokens = new int[1 << 10][];
        private int count;
        private int[] open = new int[64];
        private int depth;

        void add(int token, byte[] bytes, int common) {
            closeTo(common);
            for (int i = common; i < bytes.length; i++) {
                grow();
                units[count] = bytes[i];
                depths[count] = i;
                tokens[count] = NONE;
                open = i < open.length ? open : Arrays.copyOf(open, 2 * i);
                open[i] = count++;
            }
            depth = bytes.length;
            int place = open[bytes.length - 1];
            int[] same = Arrays.copyOf(tokens[place], tokens[place].length + 1);
            same[same.length - 1] = token;
            tokens[place] = same;
        }

        private void grow() {
            if (count == units.length) {
                units = Arrays.copyOf(units, 2 * count);
                after = Arrays.copyOf(after, 2 * count);
                depths = Arrays.copyOf(depths, 2 * count);
                tokens = Arrays.copyOf(tokens, 2 * count);
            }
        }

        private void closeTo(int common) {
            while (depth > common) {
                after[open[--depth]] = count;
            }
        }

        TokenTrie finished() {
            closeTo(0);
            return new TokenTrie(Arrays.copyOf(units, count), Arrays.copyOf(after, count), Arrays.copyOf(depths, count),
                    Arrays.copyOf(tokens, count));
        }
    }

    /**
     * The tokens whose bytes an automaton takes one after the other.
     *
     * @param step state and byte to the next state; negative: refused
     */
    public TokenMask allowed(int start, IntBinaryOperator step) {
        BitSet allowed = new BitSet();
        int[] states = new int[deepest + 2];
        states[0] = start;
        for (int place = 0; place < units.length;) {
            int next = step.applyAsInt(states[depths[place]], units[place] & 0xff);
            if (next < 0) {
                place = after[place];
                continue;
            }
            states[depths[place] + 1] = next;
            for (int token : tokens[place]) {
                allowed.set(token);
            }
            place++;
        }
        return TokenMask.of(allowed);
    }
}
