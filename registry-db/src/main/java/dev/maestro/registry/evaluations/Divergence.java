package dev.maestro.registry.evaluations;

import dev.maestro.core.query.CallId;
import java.time.Instant;

/**
 * A step of a replay that the replayed query has no reply for.
 *
 * @param key            of the step: {@code query/turn/call}, and the expert
 * @param call           which effect of the plan
 * @param leaf           whose plan it belongs to
 * @param expert         who would be asked
 * @param why            what differs, one sentence
 * @param estimateTokens what asking would use: the mean of this leaf's recorded steps, else the most the call may use
 * @param estimateMicros at the expert's price
 * @param askedLive      whether it was asked after all
 */
public record Divergence(
        String key, String queryId, int turn, CallId call, String leaf, String expert, String why,
        long estimateTokens, long estimateMicros, boolean askedLive, Instant at) {}
