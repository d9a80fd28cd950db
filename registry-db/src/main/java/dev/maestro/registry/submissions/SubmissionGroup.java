package dev.maestro.registry.submissions;

import dev.maestro.registry.history.QueryHistory.QueryRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The queries of one request: accepted together or not at all.
 *
 * @param members     at least one; the first alone has the idempotency key
 * @param ownMicros   whether the money limit was asked for: then it is refused where no more than that is left, and not cut
 * @param sameSince   of a request that is sent again without a key: finds the same request of the same key that was sent since then
 * @param cancelAlone whether the queries are cancelled when nobody is connected who waits for them
 * @param request     in the client's words, where they are kept
 */
public record SubmissionGroup(
        List<Member> members, boolean ownMicros, Optional<Instant> sameSince, boolean cancelAlone, Optional<ClientRequest> request) {
    public SubmissionGroup {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a group has at least one query");
        }
    }

    /** One query, which nothing but its idempotency key finds again. */
    static SubmissionGroup of(Submission submission, QueryRow query, boolean ownMicros) {
        return new SubmissionGroup(List.of(new Member(submission, query)), ownMicros, Optional.empty(), false, Optional.empty());
    }

    public record Member(Submission submission, QueryRow query) {}

    /**
     * What stands for the request.
     *
     * @param queries     in order
     * @param cancelAlone as it was accepted
     */
    public record Found(List<Submission.Accepted> queries, boolean cancelAlone) {
        public Found {
            queries = List.copyOf(queries);
        }

        public boolean fresh() {
            return queries.getFirst().fresh();
        }

        public String requestHash() {
            return queries.getFirst().requestHash();
        }

        public List<String> ids() {
            return queries.stream().map(Submission.Accepted::queryId).toList();
        }
    }
}
