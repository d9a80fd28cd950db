package dev.maestro.activities.record;

import dev.maestro.core.Json;
import dev.maestro.rules.Verdict;
import java.util.Optional;

/** Verdicts as the history stores them. */
public final class Verdicts {
    private Verdicts() {}

    /** The dispatch in a recorded verdict; empty for a refusal or an invalid action. */
    public static Optional<Verdict.Dispatched> dispatched(String json) {
        if (json.equals("{}")) {
            return Optional.empty();
        }
        return Json.read(json, Verdict.class) instanceof Verdict.Dispatched dispatched ? Optional.of(dispatched) : Optional.empty();
    }
}
