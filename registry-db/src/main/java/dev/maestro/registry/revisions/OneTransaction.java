package dev.maestro.registry.revisions;

import dev.maestro.registry.revisions.SqlStatements.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads whether a text can run as one transaction that whoever runs it begins and ends: it ends none itself, and nothing
 * in it refuses to run in one. {@link TransactionGuard} holds to the first what this reading would not see.
 */
final class OneTransaction {
    private static final Set<String> ENDS = Set.of("commit", "end", "abort", "begin", "rollback");

    private OneTransaction() {}

    /** What is against it, with its line; empty when nothing is. */
    static Optional<String> objection(String text) {
        return SqlStatements.of(text).stream().flatMap(statement -> objection(statement).stream()).findFirst();
    }

    private static Optional<String> objection(Statement statement) {
        if (endsTransaction(statement)) {
            return Optional.of("line " + statement.line() + ": \"" + shown(statement, 2)
                    + "\" would end the transaction. A file is one transaction by itself: remove the statement.");
        }
        if (refusesTransaction(statement)) {
            return Optional.of("line " + statement.line() + ": \"" + shown(statement, 3)
                    + "\" cannot run in a transaction, and a file is one. " + (statement.words().contains("concurrently")
                            ? "Leave out the word CONCURRENTLY, or run the statement by itself with psql."
                            : "Run the statement by itself with psql."));
        }
        if (statement.words().contains("standard_conforming_strings")) {
            return Optional.of("line " + statement.line()
                    + ": standard_conforming_strings changes what is a string and what is a statement. Leave it as it is.");
        }
        return Optional.empty();
    }

    private static String shown(Statement statement, int count) {
        List<String> words = statement.words();
        int concurrently = words.indexOf("concurrently");
        return words.stream().limit(Math.max(count, Math.min(concurrently + 1, 5))).collect(Collectors.joining(" "));
    }

    private static boolean endsTransaction(Statement statement) {
        String first = statement.word(0);
        if (first.equals("rollback") && statement.words().stream().limit(3).anyMatch("to"::equals)) {
            return false; // to a savepoint
        }
        return ENDS.contains(first) || (first.equals("start") || first.equals("prepare")) && statement.word(1).equals("transaction");
    }

    private static boolean refusesTransaction(Statement statement) {
        String second = statement.word(1);
        return switch (statement.word(0)) {
            case "vacuum" -> true;
            case "cluster" -> statement.words().size() == 1;
            case "create" -> Set.of("database", "tablespace", "subscription").contains(second) || concurrentIndex(statement);
            case "drop" -> Set.of("database", "tablespace", "subscription").contains(second) || concurrentIndex(statement);
            case "alter" -> second.equals("system") || statement.words().contains("detach") && statement.words().contains("concurrently");
            case "reindex" -> Set.of("database", "system", "schema").contains(second) || statement.words().contains("concurrently");
            case "discard" -> second.equals("all");
            default -> false;
        };
    }

    private static boolean concurrentIndex(Statement statement) {
        List<String> head = statement.words().subList(0, Math.min(4, statement.words().size()));
        return head.contains("index") && head.contains("concurrently");
    }
}
