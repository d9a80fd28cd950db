package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RevisionCheck.Problem;
import java.time.Instant;
import java.util.List;

/**
 * One committed change of the registry.
 *
 * @param id       from 1, in the order of commits
 * @param author   who or what changed it: a migration's file, a role of the database, a person
 * @param state    what became of it
 * @param problems why it was rejected; empty otherwise
 * @param serves   whether it is the current one
 */
public record Revision(long id, Instant createdAt, String author, String comment, State state, List<Problem> problems, boolean serves) {
    public Revision {
        problems = List.copyOf(problems);
    }

    public enum State {
        /** Not looked at yet, or overtaken by a newer one. */
        PROPOSED,
        /** Found sound; serves, or served until a newer one did. */
        ACCEPTED,
        /** Never serves unless a later validation accepts it. */
        REJECTED
    }
}
