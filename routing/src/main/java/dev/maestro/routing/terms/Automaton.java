package dev.maestro.routing.terms;

import java.util.Arrays;
import java.util.List;

/**
 * Aho-Corasick over a list of distinct, non-empty patterns: finds every occurrence of all of them in
 * one pass. Transitions lie in one open-addressed table, so a step costs the same for ten patterns
 * and for a hundred thousand, and a search allocates nothing. Immutable and thread-safe once built.
 */
final class Automaton {
    /** Told of each occurrence, by ascending end. */
    interface Visitor {
        void found(int pattern, int start, int end);
    }

    private static final int ROOT = 0;
    private static final int NONE = -1;

    private long[] keys;
    private int[] targets;
    private int mask;
    private int edges;
    private int states = 1;
    /** Longest proper suffix of a state that is a state. */
    private int[] fail = new int[16];
    /** Pattern that ends in a state. */
    private int[] pattern = new int[16];
    /** Nearest state along the failure links in which a pattern ends. */
    private int[] output = new int[16];

    private final int[] lengths;

    Automaton(List<String> patterns) {
        keys = new long[64];
        Arrays.fill(keys, NONE);
        targets = new int[64];
        mask = 63;
        pattern[ROOT] = NONE;
        lengths = new int[patterns.size()];
        int[] parents = new int[16];
        char[] labels = new char[16];
        for (int p = 0; p < patterns.size(); p++) {
            String text = patterns.get(p);
            if (text.isEmpty()) {
                throw new IllegalArgumentException("an empty pattern would match everywhere");
            }
            int state = ROOT;
            for (int i = 0; i < text.length(); i++) {
                int next = edge(state, text.charAt(i));
                if (next == NONE) {
                    next = states++;
                    if (next == fail.length) {
                        fail = Arrays.copyOf(fail, next * 2);
                        pattern = Arrays.copyOf(pattern, next * 2);
                        output = Arrays.copyOf(output, next * 2);
                        parents = Arrays.copyOf(parents, next * 2);
                        labels = Arrays.copyOf(labels, next * 2);
                    }
                    pattern[next] = NONE;
                    parents[next] = state;
                    labels[next] = text.charAt(i);
                    connect(state, text.charAt(i), next);
                }
                state = next;
            }
            if (pattern[state] != NONE) {
                throw new IllegalArgumentException("pattern twice: \"" + text + "\"");
            }
            pattern[state] = p;
            lengths[p] = text.length();
        }
        linkFailures(parents, labels);
    }

    private void linkFailures(int[] parents, char[] labels) {
        int[] depth = new int[states];
        for (int s = 1; s < states; s++) {
            depth[s] = depth[parents[s]] + 1; // a parent is always numbered before its children
        }
        int deepest = Arrays.stream(depth).max().orElse(0);
        var levels = new int[deepest + 2];
        for (int s = 0; s < states; s++) {
            levels[depth[s] + 1]++;
        }
        for (int d = 1; d < levels.length; d++) {
            levels[d] += levels[d - 1];
        }
        int[] order = new int[states];
        for (int s = 0; s < states; s++) {
            order[levels[depth[s]]++] = s;
        }
        output[ROOT] = NONE;
        for (int state : order) {
            if (state == ROOT) {
                continue;
            }
            int suffix = parents[state] == ROOT ? ROOT : step(fail[parents[state]], labels[state]);
            fail[state] = suffix;
            output[state] = pattern[suffix] != NONE ? suffix : output[suffix];
        }
    }

    void search(String text, Visitor visitor) {
        int state = ROOT;
        for (int i = 0; i < text.length(); i++) {
            state = step(state, text.charAt(i));
            for (int s = pattern[state] != NONE ? state : output[state]; s != NONE; s = output[s]) {
                visitor.found(pattern[s], i + 1 - lengths[pattern[s]], i + 1);
            }
        }
    }

    private int step(int from, char c) {
        int state = from;
        while (true) {
            int next = edge(state, c);
            if (next != NONE) {
                return next;
            }
            if (state == ROOT) {
                return ROOT;
            }
            state = fail[state];
        }
    }

    private int edge(int state, char c) {
        long key = (long) state << 16 | c;
        for (int slot = slot(key); keys[slot] != NONE; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return NONE;
    }

    private void connect(int state, char c, int target) {
        if (++edges * 2 > keys.length) {
            long[] oldKeys = keys;
            int[] oldTargets = targets;
            keys = new long[oldKeys.length * 2];
            Arrays.fill(keys, NONE);
            targets = new int[keys.length];
            mask = keys.length - 1;
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != NONE) {
                    put(oldKeys[i], oldTargets[i]);
                }
            }
        }
        put((long) state << 16 | c, target);
    }

    private void put(long key, int target) {
        int slot = slot(key);
        while (keys[slot] != NONE) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L; // Fibonacci hashing: 2^64 divided by the golden ratio
        return (int) (mixed >>> 40) & mask;
    }
}
