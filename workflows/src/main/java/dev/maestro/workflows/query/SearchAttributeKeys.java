package dev.maestro.workflows.query;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The search attributes by which the Temporal UI can filter queries. Whoever starts the server registers them. */
public final class SearchAttributeKeys {
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("MaestroStatus");
    public static final SearchAttributeKey<List<String>> EXPERT = SearchAttributeKey.forKeywordList("MaestroExpert");
    public static final SearchAttributeKey<List<String>> SKILL = SearchAttributeKey.forKeywordList("MaestroSkill");
    public static final SearchAttributeKey<Long> REVISION = SearchAttributeKey.forLong("MaestroRevision");
    public static final SearchAttributeKey<String> PROFILE = SearchAttributeKey.forKeyword("MaestroProfile");

    /** The evaluation that asks a query, and the evaluation itself. */
    public static final SearchAttributeKey<String> EVALUATION = SearchAttributeKey.forKeyword("MaestroEvaluation");

    private SearchAttributeKeys() {}
}
