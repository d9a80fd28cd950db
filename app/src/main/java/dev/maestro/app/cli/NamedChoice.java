package dev.maestro.app.cli;

import dev.maestro.activities.QueryErrors;
import dev.maestro.app.program.Problem;
import dev.maestro.core.WireForm;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.NearestNames;
import java.util.Arrays;
import java.util.List;

/** Names a user may give; any other is refused with the nearest valid ones. */
final class NamedChoice {
    static final List<String> POLICIES = List.of("rules", "remote", "local");
    /** Those of the record: whether a query waits for a person is known to the server alone. */
    private static final List<String> STATUSES = written(QueryStatus.RUNNING, QueryStatus.ANSWERED, QueryStatus.FAILED,
            QueryStatus.CANCELLED);

    private NamedChoice() {}

    static String policy(String name) {
        return oneOf(name, POLICIES, QueryErrors.POLICY_UNKNOWN, "policy");
    }

    static Profile profile(String name) {
        return Profile.of(oneOf(name, written(Profile.values()), UsageErrors.PROFILE_UNKNOWN, "profile"));
    }

    static QueryStatus status(String name) {
        return WireForm.parse(QueryStatus.class, oneOf(name, STATUSES, UsageErrors.STATUS_UNKNOWN, "status"));
    }

    static String queryId(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Problem.input(UsageErrors.QUERY_ID_INVALID,
                    "\"" + Wordings.line(id, 80) + "\" cannot be a query's id: 1 to 64 letters, digits, \"-\" and \"_\".");
        }
        return id;
    }

    private static List<String> written(WireForm... constants) {
        return Arrays.stream(constants).map(WireForm::wire).toList();
    }

    private static String oneOf(String name, List<String> valid, ErrorCode code, String what) {
        if (!valid.contains(name)) {
            throw Problem.usage(code,
                    "there is no " + what + " \"" + Wordings.line(name, 80) + "\"." + NearestNames.sentence(name, valid));
        }
        return name;
    }
}
