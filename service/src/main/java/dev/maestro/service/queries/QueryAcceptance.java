package dev.maestro.service.queries;

import dev.maestro.core.ContentHash;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryIds;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.ClientRequest;
import dev.maestro.registry.submissions.Submission;
import dev.maestro.registry.submissions.Submission.Accepted;
import dev.maestro.registry.submissions.SubmissionGroup;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one way in which queries come in over HTTP: finds what the same request became before, else accepts it, and starts it. Thread-safe.
 */
public final class QueryAcceptance {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Submissions submissions;
    private final ArtifactOwners owners;
    private final QueryStarts starts;
    private final InstantSource clock;

    public QueryAcceptance(Submissions submissions, ArtifactOwners owners, QueryStarts starts, InstantSource clock) {
        this.submissions = submissions;
        this.owners = owners;
        this.starts = starts;
        this.clock = clock;
    }

    /**
     * A query that somebody wants.
     *
     * @param ownMicros whether the money limit was asked for
     */
    public record Wanted(String question, List<ContentHash> images, String policy, Profile profile, Limits limits, boolean ownMicros,
            Map<String, String> labels) {
        public Wanted {
            images = List.copyOf(images);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * How it is asked.
     *
     * @param source      as {@link Submission} has it; likewise {@code route} and {@code hash}
     * @param times       how many queries of it, from 1
     * @param retried     how long ago the same request may have been sent of which this is the repetition; empty when it is none
     * @param cancelAlone whether the queries are cancelled when nobody is connected who waits for them
     */
    public record Manner(String source, String route, String hash, int times, Optional<Duration> retried, boolean cancelAlone,
            Optional<ClientRequest> request) {
        static Manner of(String source, String route, String hash) {
            return new Manner(source, route, hash, 1, Optional.empty(), false, Optional.empty());
        }
    }

    /**
     * Accepts it, or finds it.
     *
     * @throws MaestroException {@code IDEMPOTENCY_KEY_INVALID}, {@code IDEMPOTENCY_KEY_REUSED}, {@code IMAGE_UNKNOWN}, or that a limit would
     *         be passed
     */
    public SubmissionGroup.Found accept(ApiRequest request, Wanted wanted, Manner manner) {
        ApiCaller caller = request.caller();
        Optional<String> idempotencyKey = idempotencyKey(request);
        requireOwned(caller, wanted.images());
        Instant now = clock.instant();
        List<SubmissionGroup.Member> members = new ArrayList<>();
        for (int i = 0; i < manner.times(); i++) {
            String id = QueryIds.fresh();
            members.add(new SubmissionGroup.Member(
                    new Submission(id, caller.tenant(), caller.key(), manner.source(), manner.route(), manner.hash(),
                            i == 0 ? idempotencyKey : Optional.empty(), wanted.labels()),
                    new QueryRow(id, wanted.question(), wanted.images(), wanted.profile(), wanted.policy(), wanted.limits(), now)));
        }
        SubmissionGroup.Found found = submissions.accept(
                new SubmissionGroup(members, wanted.ownMicros(), manner.retried().map(now::minus), manner.cancelAlone(), manner.request()));
        if (!found.fresh() && !found.requestHash().equals(manner.hash())) {
            throw new MaestroException(ApiErrors.IDEMPOTENCY_KEY_REUSED,
                    "the Idempotency-Key came with another request before, which became query "
                            + found.ids().getFirst() + ". Use a new key for a new request.",
                    Map.of("query_id", found.ids().getFirst()), null);
        }
        for (int i = 0; i < found.queries().size() && found.fresh(); i++) {
            start(members.get(i).query(), found.queries().get(i));
        }
        return found;
    }

    private void start(QueryRow row, Accepted accepted) {
        if (!accepted.waiting()) {
            starts.start(new QueryRow(row.id(), row.question(), row.images(), row.profile(), row.policy(),
                    new Limits(row.limits().turns(), row.limits().tokens(), accepted.micros(), row.limits().wallMs()), row.acceptedAt()));
        }
    }

    private static Optional<String> idempotencyKey(ApiRequest request) {
        Optional<String> key = request.header("Idempotency-Key");
        if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
            throw new MaestroException(ApiErrors.IDEMPOTENCY_KEY_INVALID, "the Idempotency-Key has " + key.get().length()
                    + " characters or one that is not visible ASCII; expected 1 to 255 such. Send another, or none.");
        }
        return key;
    }

    private void requireOwned(ApiCaller caller, List<ContentHash> images) {
        List<ContentHash> foreign = images.isEmpty() ? List.of() : owners.notOwned(caller.tenant(), images);
        if (!foreign.isEmpty()) {
            throw new MaestroException(ApiErrors.IMAGE_UNKNOWN, "there is no image " + foreign.getFirst()
                    + " of yours. Send it first with POST /v1/images.",
                    Map.of("param", "images[" + images.indexOf(foreign.getFirst()) + "]"),
                    null);
        }
    }
}
