package dev.maestro.registry.revisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What differs between two revisions, row by row, ordered by table and key. */
public record RegistryDiff(long from, long to, List<Change> changes) {
    public RegistryDiff {
        changes = List.copyOf(changes);
    }

    public enum Kind { ADDED, REMOVED, CHANGED }

    /**
     * @param row     the row's key, parts joined by {@code /}
     * @param columns for {@link Kind#CHANGED} the columns that differ; for the others every column
     */
    public record Change(String table, String row, Kind kind, Map<String, Column> columns) {
        public Change {
            columns = Map.copyOf(columns);
        }

        /** One line, e.g. {@code ~ experts "Chart-R1": preference 20 -> 5}. */
        public String describe() {
            String head = table + " \"" + row + "\"";
            return switch (kind) {
                case ADDED -> "+ " + head;
                case REMOVED -> "- " + head;
                case CHANGED -> "~ " + head + ": " + new TreeMap<>(columns).entrySet().stream()
                        .map(c -> c.getKey() + " " + c.getValue().before() + " -> " + c.getValue().after())
                        .collect(Collectors.joining(", "));
            };
        }
    }

    /** Values as JSON; empty text where the row had no such column. */
    public record Column(String before, String after) {}

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    static Change change(String table, String row, JsonNode before, JsonNode after) {
        Map<String, Column> columns = new TreeMap<>();
        before.fieldNames().forEachRemaining(name -> columns.put(name, column(name, before, after)));
        after.fieldNames().forEachRemaining(name -> columns.put(name, column(name, before, after)));
        Kind kind = before.isMissingNode() ? Kind.ADDED : after.isMissingNode() ? Kind.REMOVED : Kind.CHANGED;
        if (kind == Kind.CHANGED) {
            columns.values().removeIf(c -> c.before().equals(c.after()));
        }
        return new Change(table, row, kind, columns);
    }

    private static Column column(String name, JsonNode before, JsonNode after) {
        return new Column(text(before.path(name)), text(after.path(name)));
    }

    private static String text(JsonNode value) {
        return value instanceof MissingNode ? "" : value.toString();
    }
}
