package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.ShownAddress;

/**
 * Where the database is.
 *
 * @param jdbcUrl  {@code jdbc:postgresql://host:port/database}, without a schema: ours is {@value #SCHEMA}
 * @param user     owner of the schema, or a role that may create it
 * @param password may be empty
 * @param poolSize connections held at most, 3 to 200 (migrations need three)
 */
public record DatabaseConfig(String jdbcUrl, String user, String password, int poolSize) {
    /** The one schema that holds every table. */
    public static final String SCHEMA = "maestro";

    public DatabaseConfig {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new MaestroException(DatabaseErrors.DATABASE_URL_INVALID,
                    "\"" + ShownAddress.of(jdbcUrl)
                            + "\" is not a PostgreSQL address. Write jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        if (poolSize < 3 || poolSize > 200) {
            throw new MaestroException(DatabaseErrors.DATABASE_POOL_INVALID,
                    "a pool of " + poolSize + " connections; allowed are 3 to 200.");
        }
    }

    /** The URL without what may be a password: its parameters, and what stands before the host. */
    String address() {
        return ShownAddress.of(jdbcUrl);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[jdbcUrl=" + address() + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
}
