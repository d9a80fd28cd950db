package dev.maestro.registry.revisions;

import dev.maestro.core.errors.ErrorCode;

/** Revisions that there are not, and changes of the registry that are undone. */
public enum RevisionErrors implements ErrorCode {
    REVISION_UNKNOWN("There is no registry revision of this number. List them with maestro registry revisions."),
    REVISION_CHANGED("The registry is at another revision than expected: somebody was quicker. Look at it, and try again."),
    REVISION_REFUSED(
            "A change of the registry was undone, because the revision that it would have made cannot serve. Mend the rows that the message lists."),
    MIGRATION_REFUSED(
            "A migration file was refused, and nothing of it was kept. Correct what the message names and run it again."),
    MIGRATIONS_FROM_AN_EARLIER_BUILD(
            "The database was made by a build from before 0.1.0, whose migrations were other files. Give this build a database of its own; the message says how."),
    MIGRATIONS_FOLDER_UNREADABLE(
            "The operator's folder of migrations cannot be read. Mend its permissions, or name another with migrations.folder.");

    private final String meaning;

    RevisionErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
