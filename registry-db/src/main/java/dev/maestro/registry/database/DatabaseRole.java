package dev.maestro.registry.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the role that a connection is made as may do beyond the database.
 *
 * @param excess in words, as "is a superuser …"; empty when it may do nothing that Maestro does not need
 */
public record DatabaseRole(Optional<String> excess) {
    private static final String QUESTION = """
            select case
                when rolsuper then 'is a superuser: it can read and write files of the server and start programs there'
                when pg_has_role(oid, 'pg_execute_server_program', 'usage') then 'can start programs on the server'
                when pg_has_role(oid, 'pg_write_server_files', 'usage') or pg_has_role(oid, 'pg_read_server_files', 'usage')
                    then 'can read or write files of the server'
                when rolcreaterole then 'can make roles and give rights to them'
                when rolreplication then 'can copy the whole server'
                else '' end
            from pg_roles where rolname = current_user""";

    /** @throws DatabaseUnavailableException when it cannot be asked */
    public static DatabaseRole of(DatabaseConfig config) {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            return new DatabaseRole(Sql.list(connection, QUESTION, row -> row.getString(1)).stream().filter(excess -> !excess.isEmpty())
                    .findFirst());
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(DatabaseErrors.DATABASE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
