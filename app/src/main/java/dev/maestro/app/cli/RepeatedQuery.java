package dev.maestro.app.cli;

import dev.maestro.app.program.Problem;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.workflows.query.QueryInput;
import java.util.ArrayList;
import java.util.List;

/** A query whose id was given before: for the same question it is the same query, for another one it is refused. */
final class RepeatedQuery {
    private RepeatedQuery() {}

    /**
     * @throws Problem {@code QUERY_ID_REPEATED} when the record has another query of this id
     */
    static void requireSame(QueryHistory history, QueryInput wanted) {
        history.query(wanted.id()).map(stands -> differences(stands, wanted)).filter(found -> !found.isEmpty()).ifPresent(found -> {
            throw Problem.input(InputErrors.QUERY_ID_REPEATED,
                    "query \"" + wanted.id() + "\" was asked before with " + String.join(", ", found)
                            + ". Choose another --id, or leave it out; its answer: maestro history show " + wanted.id());
        });
    }

    private static List<String> differences(QueryRow stands, QueryInput wanted) {
        List<String> found = new ArrayList<>();
        if (!stands.question().equals(wanted.question())) {
            found.add("another question (\"" + Wordings.line(stands.question(), 60) + "\")");
        }
        if (!stands.images().equals(wanted.images())) {
            found.add(stands.images().size() == wanted.images().size()
                    ? "another image"
                    : Wordings.count(stands.images().size(), "image") + " instead of " + wanted.images().size());
        }
        if (stands.profile() != wanted.profile()) {
            found.add("profile " + stands.profile());
        }
        if (!stands.policy().equals(wanted.policy())) {
            found.add("policy " + stands.policy());
        }
        if (!stands.limits().equals(wanted.limits())) {
            found.add("other limits");
        }
        return found;
    }
}
