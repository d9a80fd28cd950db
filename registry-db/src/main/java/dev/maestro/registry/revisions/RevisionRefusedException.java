package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.RevisionCheck.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A change of the registry was undone because the revision it would have made cannot serve. */
public final class RevisionRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public RevisionRefusedException(String what, List<Problem> problems) {
        super(RevisionErrors.REVISION_REFUSED,
                what + " Nothing was changed.\n" + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")),
                Map.of("problems", List.copyOf(problems)), null);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
