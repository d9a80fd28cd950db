package dev.maestro.core.registry;

import java.util.List;
import java.util.stream.Stream;

/** Says what is wrong with a revision before it may serve. Thread-safe, free of side effects. */
@FunctionalInterface
public interface RevisionCheck {
    /** Accepts everything: for tools that only read. */
    RevisionCheck NONE = snapshot -> List.of();

    /** Everything wrong with the revision; empty when it may serve. */
    List<Problem> check(RegistrySnapshot snapshot);

    /** Both, this one's problems first. */
    default RevisionCheck and(RevisionCheck other) {
        return snapshot -> Stream.concat(check(snapshot).stream(), other.check(snapshot).stream()).toList();
    }

    /**
     * @param table  the table of the row
     * @param row    its key, parts joined by {@code /}
     * @param reason what is wrong and what would be right
     */
    record Problem(String table, String row, String reason) {
        @Override
        public String toString() {
            return table + " \"" + row + "\": " + reason;
        }
    }
}
