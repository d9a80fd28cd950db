package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Whether the files that made a database are those that we have. */
final class MigrationLayout {
    private MigrationLayout() {}

    /**
     * Reads what ran, and changes nothing. A database without our schema passes; so does one that a later build went on with.
     *
     * @throws MaestroException {@code MIGRATIONS_FROM_AN_EARLIER_BUILD} when a file that ran is not among ours, or was another one
     */
    static void require(Flyway flyway) {
        Stream.of(flyway.info().applied()).filter(MigrationInfo::isVersioned).filter(MigrationLayout::isForeign).findFirst()
                .ifPresent(foreign -> {
                    throw new MaestroException(RevisionErrors.MIGRATIONS_FROM_AN_EARLIER_BUILD,
                            "the database was made by an earlier build, whose migrations were other files (" + foreign.getScript()
                                    + "). Nothing was changed. Give this build a database of its own: move MAESTRO_HOME/postgres aside,"
                                    + " or name another one in database.url. Your own migrations run there again; the record of earlier"
                                    + " queries stays in the old database, for the build that made it.",
                            Map.of("file", foreign.getScript()), null);
                });
    }

    private static boolean isForeign(MigrationInfo ran) {
        return ran.getState() == MigrationState.MISSING_SUCCESS
                || ran.getResolvedChecksum() != null && ran.getAppliedChecksum() != null
                        && !Objects.equals(ran.getResolvedChecksum(), ran.getAppliedChecksum());
    }
}
