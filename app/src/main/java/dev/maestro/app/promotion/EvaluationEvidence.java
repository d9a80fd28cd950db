package dev.maestro.app.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.app.evaluation.report.Comparison;
import dev.maestro.app.evaluation.report.Comparison.Difference;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.PromotionErrors;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStore;
import java.util.Set;
import java.util.TreeSet;

/** Two recorded evaluations of the same samples as evidence: one by what serves, one by the checkpoint. */
public final class EvaluationEvidence {
    private EvaluationEvidence() {}

    /**
     * Compares the accuracy by AFTER's own scorer.
     *
     * @param version of the checkpoint, as its decisions are recorded
     * @throws Problem when the evaluations were decided by others, failed, or have no sample in common
     */
    public static PromotionEvidence of(EvaluationStore store, Evaluation before, Evaluation after, Serving serving, String version) {
        requireDecidedBy(store, after, HeldPolicy.NAME, version, "what is to be promoted");
        requireDecidedBy(store, before, serving.checkpoint().isPresent() ? HeldPolicy.NAME : serving.policy(), serving.version(),
                "what serves");
        Comparison comparison = Comparison.of(store, before, after, after.scorer());
        if (!comparison.failed().isEmpty()) {
            throw Problem.usage(PromotionErrors.PROMOTION_EVALUATIONS_UNFIT, "what failed says nothing for or against a checkpoint: "
                    + String.join(" ", comparison.failed())
                    + " Evaluate again: maestro evaluate --resume NAME asks what failed for want of a server.");
        }
        Difference accuracy = comparison.overall().stream().filter(each -> each.what().equals("accuracy")).findFirst().orElseThrow();
        ObjectNode details = PromotionEvidence.object();
        details.put("scorer", comparison.scorer()).put("only_before", comparison.onlyBefore()).put("only_after", comparison.onlyAfter());
        return new PromotionEvidence("evaluations", "accuracy", new PromotionEvidence.Side(before.name(), accuracy.before()),
                new PromotionEvidence.Side(after.name(), accuracy.after()), comparison.pairs(), accuracy.change(), details);
    }

    /** @param version of the model; empty: the policy has none of its own */
    private static void requireDecidedBy(EvaluationStore store, Evaluation evaluation, String policy, String version, String who) {
        Set<String> versions = new TreeSet<>();
        store.eachResult(evaluation.name(), result -> versions.add(result.policyVersion()));
        versions.remove(""); // queries that ended before they were pinned
        if (!evaluation.policy().equals(policy) || !version.isEmpty() && !versions.equals(Set.of(version))) {
            throw Problem.usage(PromotionErrors.PROMOTION_EVALUATIONS_UNFIT, "evaluation \"" + evaluation.name()
                    + "\" was decided by policy " + evaluation.policy() + (versions.isEmpty() ? "" : " " + String.join(", ", versions))
                    + ", and " + who + " is policy " + policy + (version.isEmpty() ? "" : " " + version)
                    + ". Give --evaluations BEFORE,AFTER: one by what serves and one by the checkpoint.");
        }
    }
}
