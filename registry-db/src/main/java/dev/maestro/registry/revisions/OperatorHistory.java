package dev.maestro.registry.revisions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Compares the operator's files with those that ran, from this folder or another, and says in words what does not fit. */
final class OperatorHistory {
    private OperatorHistory() {}

    /**
     * What is known of earlier files that are not in the folder: they ran, and nothing is wrong with that.
     *
     * @throws MigrationRefusedException when a file that ran is another one now, or one was put in before those that ran
     */
    static List<String> notes(MigrationInfo[] all) {
        List<String> notes = new ArrayList<>();
        for (MigrationInfo info : all) {
            if (info.getState() == MigrationState.BASELINE || info.getVersion() == null) {
                continue;
            }
            if (info.getState().isFailed()) {
                throw new MigrationRefusedException(info.getScript(),
                        "an earlier build ran it half-way, outside of a transaction. Undo by hand what it did, then let it run again: delete from"
                                + " maestro." + Migrations.OPERATOR_TABLE + " where version = '" + info.getVersion() + "'.",
                        null);
            }
            if (info.getState().isApplied()) {
                if (!info.getState().isResolved()) {
                    notes.add(info.getScript() + " ran earlier (" + source(info) + ") and is not in the folder any more.");
                } else {
                    requireUnchanged(info);
                }
            } else if (info.getState() == MigrationState.IGNORED) {
                throw new MigrationRefusedException(info.getScript(), "its number is below that of " + last(all)
                        + ", which ran already, and files run in the order of their numbers. Give it the next number.", null);
            }
        }
        return notes;
    }

    private static String last(MigrationInfo[] all) {
        return Stream.of(all).filter(info -> info.getState().isApplied() && info.getState() != MigrationState.BASELINE)
                .reduce((_, later) -> later).map(MigrationInfo::getScript).orElseThrow();
    }

    private static void requireUnchanged(MigrationInfo info) {
        if (Objects.equals(info.getResolvedChecksum(), info.getAppliedChecksum())) {
            return;
        }
        String now = Path.of(info.getPhysicalLocation()).getFileName().toString();
        String ran = Path.of(info.getScript()).getFileName().toString();
        throw new MigrationRefusedException(now, now.equals(ran)
                ? "the file was changed after it ran (" + source(info)
                        + "). Put it back as it was, and write what is to change into a new file with the next number."
                : "its number is taken: " + ran + " ran under it (" + source(info) + "). Give the file the next number.", null);
    }

    private static String source(MigrationInfo info) {
        String by = info.getInstalledBy() == null ? "" : info.getInstalledBy();
        String when = info.getInstalledOn() == null ? "" : info.getInstalledOn().toInstant().toString().substring(0, 10);
        return by.startsWith(Migrations.FROM) ? when + ", " + by : when;
    }
}
