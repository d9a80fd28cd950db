package dev.maestro.registry.database;

import dev.maestro.core.ContentHash;
import dev.maestro.core.WireForm;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.TurnKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC we need and no more: a statement, its parameters, a row to a record. One statement is one
 * round trip in auto-commit. Failures surface as {@link SqlFailures} says. Thread-safe.
 *
 * <p>Parameters: null, {@link Optional}, text, numbers, booleans, {@link Instant}, {@link ContentHash},
 * enums (lower-case name), bytes, and collections of text (a {@code text[]}).
 */
public final class Sql {
    private final DataSource dataSource;

    public Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * @param row reads one row; it does not move on
     * @return all rows, in the order of the statement
     */
    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) {
        return with(connection -> list(connection, sql, row, parameters));
    }

    /** The first row, where there is one; the others are read and left. */
    public <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... parameters) {
        List<T> rows = list(sql, row, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** Rows changed; 0 for a statement that returns rows. */
    public int run(String sql, @Nullable Object... parameters) {
        return with(connection -> run(connection, sql, parameters));
    }

    /** On one connection, in auto-commit. */
    public <T> T with(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /** In one transaction: commits when {@code work} returns, rolls back when it throws. */
    public <T> T inTransaction(Work<T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** As {@link #list(String, Row, Object...)}, on a connection whose transaction is the caller's. */
    public static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(row.read(rows));
                }
                return list;
            }
        }
    }

    /** As {@link #run(String, Object...)}, on a connection whose transaction is the caller's. */
    public static int run(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.execute() ? 0 : Math.max(0, statement.getUpdateCount());
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Optional<?> optional -> bind(statement, index, optional.orElse(null));
            // PostgreSQL keeps microseconds; cut here, so that what is returned is what was sent.
            case Instant instant ->
                statement.setObject(index, OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
            // PostgreSQL has no NUL in text; a model's reply may.
            case String text -> statement.setString(index, text.replace('\0', '\uFFFD'));
            case ContentHash hash -> statement.setString(index, hash.value());
            case WireForm constant -> statement.setString(index, constant.wire());
            case CallId _,TurnKey _,StepKey _ -> statement.setString(index, value.toString());
            case Enum<?> constant -> statement.setString(index, constant.name().toLowerCase(java.util.Locale.ROOT));
            case Collection<?> texts -> statement.setArray(
                    index, statement.getConnection().createArrayOf("text", texts.stream().map(Object::toString).toArray()));
            default -> statement.setObject(index, value);
        }
    }

    /** Of a {@code timestamptz} that is not null, to the microsecond. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Of a {@code timestamptz}; empty where it is null. */
    public static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Of a {@code text[]} that is not null and holds no null. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
