package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.submissions.ClientRequest;
import dev.maestro.registry.submissions.SubmissionGroup;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.images.ImageDoor;
import dev.maestro.service.queries.QueryAcceptance;
import dev.maestro.service.queries.QueryFields;
import dev.maestro.service.queries.QueryWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks in OpenAI's manner, by the way of all queries: images first, then acceptance; and waits as their clients do. Thread-safe. */
public final class Asking {
    /** A client's library that sends a request again does so within this time, or not at all. */
    private static final Duration RETRIED_WITHIN = Duration.ofMinutes(30);
    /** An answer has to arrive before its client gives up. */
    private static final Duration BEFORE_IT_GIVES_UP = Duration.ofSeconds(5);
    private static final int LONGEST_NAME = 60;
    private static final int MOST_NAMES = 20;

    private final ImageDoor door;
    private final QueryAcceptance acceptance;
    private final QueryWaits waits;
    private final Disconnects disconnects;
    private final boolean textOnly;
    private final Duration longestWait;

    /**
     * @param textOnly    whether a question without an image is taken
     * @param longestWait of a call that waits for an answer
     */
    public Asking(ImageDoor door, QueryAcceptance acceptance, QueryWaits waits, Disconnects disconnects, boolean textOnly,
            Duration longestWait) {
        this.door = door;
        this.acceptance = acceptance;
        this.waits = waits;
        this.disconnects = disconnects;
        this.textOnly = textOnly;
        this.longestWait = longestWait;
    }

    /**
     * A question, whichever route it came by.
     *
     * @param source   of the submission; likewise {@code route}
     * @param known    images whose hashes are known already: those that were shown before
     * @param kept     whether the request is shown again later
     * @param previous id of the query that this one goes on from
     */
    record Asked(ApiRequest request, ObjectNode body, RequestOptions options, String question, SaidBefore before, List<NamedImage> images,
            List<ContentHash> known, int times, String source, String route, boolean kept, Optional<String> previous) {}

    /**
     * What became of it.
     *
     * @param ignored what of the request meant nothing
     */
    record Begun(SubmissionGroup.Found found, Set<String> ignored) {
        List<String> ids() {
            return found.ids();
        }

        /** The reply with what every reply to a question says. */
        ApiReply headed(ApiReply reply) {
            reply.header("Maestro-Query-Id", String.join(",", found.ids()));
            if (!found.fresh()) {
                reply.header("Idempotency-Replayed", "true");
            }
            if (!ignored.isEmpty()) {
                reply.header("Maestro-Ignored", String.join(",", ignored.stream().limit(MOST_NAMES).toList()));
            }
            return reply;
        }
    }

    boolean textOnly() {
        return textOnly;
    }

    /** Accepts it, or finds what it became before. @throws MaestroException as all that takes part in it */
    Begun ask(Asked asked) {
        RequestOptions options = asked.options();
        Map<String, ContentHash> hashes = new LinkedHashMap<>();
        List<ContentHash> images = new ArrayList<>(asked.known());
        for (NamedImage image : asked.images()) {
            ContentHash hash = door.hash(asked.request().caller(), image.name(), image.low(), image.place());
            hashes.put(image.name(), hash);
            images.add(hash);
        }
        ObjectNode canonical = RequestHash.canonical(asked.body(), hashes);
        boolean reference = options.profile() == Profile.REFERENCE;
        String question = reference ? asked.question() : asked.before().before(asked.question(), QueryFields.LONGEST_QUESTION);
        Set<String> ignored = new LinkedHashSet<>();
        options.ignored().forEach(name -> ignored.add(visible(name)));
        if (reference && !asked.before().lines().isEmpty()) {
            ignored.add("context");
        }
        if (asked.request().connection().isClosed()) {
            // Nobody has its id, and nobody would come for it but by asking again.
            throw new MaestroException(ApiErrors.CLIENT_CLOSED, "the client went away before the query was accepted.");
        }
        boolean cancelAlone = asked.request().header("Maestro-On-Disconnect").map("cancel"::equalsIgnoreCase).or(options::cancelAlone)
                .orElse(false);
        SubmissionGroup.Found found = acceptance.accept(asked.request(),
                new QueryAcceptance.Wanted(question, images, options.policy(), options.profile(), options.limits(), options.ownMicros(),
                        options.labels()),
                new QueryAcceptance.Manner(asked.source(), asked.route(), RequestHash.of(canonical), asked.times(),
                        retried(asked.request()),
                        cancelAlone,
                        Optional.of(new ClientRequest(options.model(), asked.question(), asked.kept() ? Json.write(canonical) : "{}",
                                asked.previous(),
                                options.userHash()))));
        return new Begun(found, ignored);
    }

    private static Optional<Duration> retried(ApiRequest request) {
        return request.header("X-Stainless-Retry-Count").filter(count -> count.matches("\\d{1,6}") && Integer.parseInt(count) > 0)
                .map(_ -> RETRIED_WITHIN);
    }

    private static String visible(String name) {
        String shown = name.replaceAll("[^\\x21-\\x2b\\x2d-\\x7e]", "?");
        return shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME);
    }

    /**
     * Waits for the ends of all of them, as long as the client does.
     *
     * @throws MaestroException {@code STILL_RUNNING} when that is not long enough
     */
    void await(ApiRequest request, Begun begun) {
        try (Disconnects.Presence _ = present(request, begun)) {
            await(request, begun.ids());
        }
    }

    /** Somebody who waits for the queries, until it is closed; those that were asked so are cancelled when nobody does. */
    Disconnects.Presence present(ApiRequest request, Begun begun) {
        return begun.found().cancelAlone() ? disconnects.attach(request.caller().tenant(), begun.ids()) : () -> {};
    }

    private void await(ApiRequest request, List<String> ids) {
        Duration patience = patience(request);
        long end = System.nanoTime() + patience.toNanos();
        for (String id : ids) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (!waits.ended(id, left, request.connection())) {
                throw new MaestroException(ApiErrors.STILL_RUNNING, "query " + id + " has not ended within the "
                        + Math.max(1, patience.toSeconds()) + " s that were waited. Ask the same again, or look at GET /v1/queries/" + id
                        + ".",
                        Map.of("query_id", id, "waited_ms", patience.toMillis()), null);
            }
        }
    }

    /** Whether it ended within a short time. */
    boolean endsWithin(String id, Duration time, ApiRequest request) {
        return waits.ended(id, time, request.connection());
    }

    private Duration patience(ApiRequest request) {
        Optional<Duration> theirs = request.header("X-Stainless-Read-Timeout").filter(seconds -> seconds.matches("\\d{1,6}(\\.\\d{1,6})?"))
                .map(seconds -> Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1_000)))
                // Of a short time no more than half goes by.
                .map(time -> time.minus(BEFORE_IT_GIVES_UP).compareTo(time.dividedBy(2)) > 0
                        ? time.minus(BEFORE_IT_GIVES_UP)
                        : time.dividedBy(2));
        return theirs.filter(time -> time.compareTo(longestWait) < 0).orElse(longestWait);
    }
}
