package dev.maestro.registry.testing;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of a history, each as small as can be. */
public final class HistorySamples {
    public static final Instant AT = Instant.parse("2026-05-04T03:02:01.123456Z");

    private HistorySamples() {}

    public static QueryRow query(String id) {
        return query(id, new Limits(5, 20_000, 1_000, 60_000));
    }

    public static QueryRow query(String id, Limits limits) {
        return new QueryRow(id, "how many?", List.of(ContentHash.of("picture")), Profile.DEFAULT, "rules", limits, AT);
    }

    public static DecisionRow decision(String query, int turn, String text) {
        return new DecisionRow(
                new TurnKey(query, turn), query, turn, text, "{\"type\":\"call\"}", Optional.of(-0.25), "[\"a\",\"b\"]", "because", 10, 5,
                0, 3,
                1, AT, Optional.of("<think>hm</think>" + text));
    }

    public static StepRow step(String query, int turn, String call, String expert, String value, long micros) {
        return new StepRow(
                new StepKey(query, turn, CallId.parse(call)), query, turn, CallId.parse(call), StepKind.ASK, "Chart_Problem_Solver",
                "Chart-R1", expert,
                new Stored(Optional.of("{\"prompt\":\"…\"}"), Optional.empty()),
                new Stored(Optional.empty(), Optional.of(ContentHash.of("long reply"))),
                value, "{ \"text\": \"17\" }", List.of(ContentHash.of("crop")), micros == 0 ? 0 : 100, micros == 0 ? 0 : 10, micros, 40, 1,
                false, AT, AT);
    }
}
