package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RevisionCheck.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A change of the registry was undone because the revision it would have made cannot serve. */
public final class RevisionRefusedException extends RuntimeException {
    private final transient List<Problem> problems;

    public RevisionRefusedException(String what, List<Problem> problems) {
        super("REVISION_REFUSED: " + what + " Nothing was changed.\n"
                + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
