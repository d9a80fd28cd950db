package dev.maestro.app.cli;

import dev.maestro.app.program.NearestSentence;
import dev.maestro.app.program.Problem;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.rules.RuleErrors;
import java.util.List;

/** Names a user may give; any other is refused with the nearest valid ones. */
final class NamedChoice {
    static final List<String> POLICIES = List.of("rules", "remote", "local");
    static final List<String> PROFILES = List.of("default", "reference");
    static final List<String> STATUSES = List.of("running", "answered", "failed", "cancelled");

    private NamedChoice() {}

    static String policy(String name) {
        return oneOf(name, POLICIES, UsageErrors.POLICY_UNKNOWN, "policy");
    }

    static String profile(String name) {
        return oneOf(name, PROFILES, RuleErrors.PROFILE_UNKNOWN, "profile");
    }

    static String status(String name) {
        return oneOf(name, STATUSES, UsageErrors.STATUS_UNKNOWN, "status");
    }

    static String queryId(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Problem.input(UsageErrors.QUERY_ID_INVALID,
                    "\"" + Wordings.line(id, 80) + "\" cannot be a query's id: 1 to 64 letters, digits, \"-\" and \"_\".");
        }
        return id;
    }

    private static String oneOf(String name, List<String> valid, ErrorCode code, String what) {
        if (!valid.contains(name)) {
            throw Problem.usage(code,
                    "there is no " + what + " \"" + Wordings.line(name, 80) + "\"." + NearestSentence.sentence(name, valid));
        }
        return name;
    }
}
