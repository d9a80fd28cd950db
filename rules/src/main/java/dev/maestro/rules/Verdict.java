package dev.maestro.rules;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the rules decided about a {@link Call}, and why. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Verdict.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Verdict.Dispatched.class, name = "dispatched"),
    @JsonSubTypes.Type(value = Verdict.NeedsApproval.class, name = "needs_approval")
})
public sealed interface Verdict {
    Trace trace();

    /**
     * The call may not happen.
     *
     * @param code       stable, e.g. {@code EXPERT_UNKNOWN}, {@code SKILL_UNKNOWN}, {@code SKILL_DISABLED}, {@code PAIR_NOT_ALLOWED},
     *                   {@code IMAGES_MISSING}, {@code INPUT_EMPTY}, {@code INPUT_PLACEHOLDER}, {@code CALL_REPEATED}
     * @param reason     one sentence for the policy and the operator: what was refused and what is valid
     * @param validNames valid names nearest to what was asked, best first
     */
    record Refused(String code, String reason, List<String> validNames, Trace trace) implements Verdict {
        public Refused {
            validNames = List.copyOf(validNames);
        }
    }

    /**
     * The call may happen.
     *
     * @param expert    canonical expert
     * @param skill     canonical Level-1 skill, or the leaf itself when it was named directly
     * @param leaf      the skill whose plan runs: a Level-2 skill, or {@code skill} when it has a plan of its own
     * @param route     key of the leaf among its siblings; empty when there was nothing to route
     * @param fallbacks experts to ask, in order, when {@code expert} cannot be reached: same skill, enabled, healthy first
     */
    record Dispatched(String expert, String skill, String leaf, String route, List<String> fallbacks, Trace trace)
            implements
                Verdict {
        public Dispatched {
            fallbacks = List.copyOf(fallbacks);
        }
    }

    /**
     * The call may happen once a person has approved {@code target}; everything else about it was found
     * valid and is in {@code then}.
     *
     * @param target the expert or skill that is marked so
     */
    record NeedsApproval(String target, Dispatched then, Trace trace) implements Verdict {}

    /**
     * Why a verdict is what it is.
     *
     * @param rules    names of the rules that fired, in order
     * @param terms    what spoke for the leaves: misspelt words as they were read, terms that matched as {@code leaf: term (+weight)},
     *                 and, where the meaning was asked, the nearest example as {@code leaf: 63 % like "…" (+25)}
     * @param scores   score of each leaf that scored, words and meaning together, best first
     * @param runnerUp the leaf that would have been next; empty without one
     */
    record Trace(List<String> rules, List<String> terms, List<Score> scores, String runnerUp) {
        public static final Trace NONE = new Trace(List.of(), List.of(), List.of(), "");

        public Trace {
            rules = List.copyOf(rules);
            terms = List.copyOf(terms);
            scores = List.copyOf(scores);
        }
    }

    /** A leaf's score in a routing decision. */
    record Score(String leaf, int score) {}
}
