package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed statement means to callers. */
public final class SqlFailures {
    /** Serialisation, deadlock, lock not available, shutdown, cannot connect now, read-only after a failover. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "25006", "57014");

    private static final Pattern FAILING_ROW = Pattern.compile("Failing row contains \\(([^,]*, [^,]*),.*", Pattern.DOTALL);

    private SqlFailures() {}

    /**
     * {@link DatabaseUnavailableException} when the same statement may succeed later; otherwise what refused the data
     * (constraint, bad value, or a function of the schema by a code of {@link DatabaseErrors}), or
     * {@code DATABASE_STATEMENT_FAILED}.
     */
    public static MaestroException of(SQLException e) {
        String state = state(e);
        if (state.startsWith("08") || state.startsWith("53") || TRY_AGAIN.contains(state) || e instanceof SQLTransientException) {
            return new DatabaseUnavailableException(String.valueOf(e.getMessage()), e);
        }
        if (state.startsWith("22") || state.startsWith("23") || state.equals("P0001")) {
            return new MaestroException(code(e), sentence(e), e);
        }
        return new MaestroException(DatabaseErrors.DATABASE_STATEMENT_FAILED, e.getMessage() + " (SQLSTATE " + state + ")", e);
    }

    /** The server is not there, is on its way out, or was busy with others: it has nothing to do with what was asked of it. */
    public static boolean isOfTheDatabase(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || state.startsWith("40")
                || e instanceof SQLTransientException;
    }

    /** The server ended the statement because its time was over. */
    public static boolean tookTooLong(SQLException e) {
        return state(e).equals("57014");
    }

    static String state(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** What our own functions and triggers raise has the name of its code where others name a constraint. */
    private static DatabaseErrors code(SQLException e) {
        ServerErrorMessage server = server(e);
        String rule = server == null ? null : server.getConstraint();
        return Arrays.stream(DatabaseErrors.values()).filter(code -> code.name().equals(rule)).findFirst()
                .orElse(DatabaseErrors.DATABASE_REFUSED);
    }

    private static @Nullable ServerErrorMessage server(SQLException e) {
        return e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    }

    /** The refusal in words, without its code: what, which rule, and the server's detail (which names the row). */
    public static String sentence(SQLException e) {
        ServerErrorMessage server = server(e);
        if (server == null) {
            return String.valueOf(e.getMessage());
        }
        StringBuilder text = new StringBuilder();
        String message = String.valueOf(server.getMessage());
        text.append(message);
        if (server.getConstraint() != null && code(e) == DatabaseErrors.DATABASE_REFUSED && !message.contains(server.getConstraint())) {
            text.append(" (").append(server.getConstraint()).append(')');
        }
        if (server.getDetail() != null) {
            text.append(". ").append(withoutValues(server.getDetail()));
        }
        if (server.getHint() != null) {
            text.append(' ').append(server.getHint());
        }
        return text.toString();
    }

    /**
     * A refused row is told by its first two values, which name it; the others may hold what must not be
     * shown, a key written where a reference belongs, say.
     */
    private static String withoutValues(String detail) {
        Matcher row = FAILING_ROW.matcher(detail);
        return row.matches() ? "Row: " + row.group(1) + ", …" : detail;
    }
}
