package dev.maestro.policylocal.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names that may be written, as a tree of bytes. Immutable. */
final class NameTree {
    static final int ROOT = 0;
    private final List<Map<Integer, Integer>> nodes = new ArrayList<>();
    private final int longest;

    NameTree(List<OfferedPair> pairs) {
        nodes.add(new TreeMap<>());
        int most = 0;
        for (OfferedPair pair : pairs) {
            byte[] bytes = pair.written().getBytes(StandardCharsets.UTF_8);
            most = Math.max(most, bytes.length);
            int node = ROOT;
            for (byte unit : bytes) {
                int free = nodes.size();
                int next = nodes.get(node).computeIfAbsent(unit & 0xff, _ -> free);
                if (next == free) {
                    nodes.add(new TreeMap<>());
                }
                node = next;
            }
        }
        longest = most;
    }

    boolean isEmpty() {
        return longest == 0;
    }

    /** Bytes of the longest. */
    int longest() {
        return longest;
    }

    /** The next node; -1 when no name goes on like that. */
    int after(int node, int unit) {
        return nodes.get(node).getOrDefault(unit, -1);
    }

    /** Whether a whole name leads here; names end in a colon, so none goes on. */
    boolean isEnd(int node) {
        return node != ROOT && nodes.get(node).isEmpty();
    }
}
