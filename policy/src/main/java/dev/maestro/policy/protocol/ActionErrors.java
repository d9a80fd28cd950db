package dev.maestro.policy.protocol;

import dev.maestro.core.errors.ErrorCode;

/** Codes of texts of a policy that hold no valid action; the policy reads the reason in its next turn. */
public enum ActionErrors implements ErrorCode {
    NO_ACTION("The text of the policy holds no call and no answer. The policy must write one of the two."),
    CUT_OFF("The text of the policy was cut off at the token limit before its action was complete. Allow more tokens, or let it think less."),
    CALL_MALFORMED("A call does not have the form EXPERT@@SKILL: question. The policy must write it so."),
    ANSWER_MALFORMED("There is another action tag inside the answer. The policy must close one action before it begins another."),
    ANSWER_EMPTY("The answer is empty. The policy must write what it found, or ask an expert."),
    DISCARDED(
            "The reference system throws a response away that holds no complete call, and so does its profile. The policy is asked again."),
    INPUT_EMPTY("The call asks nothing: after the colon the question to the expert is missing. Write what the skill is to find out."),
    INPUT_TOO_LONG("The question to the expert has more characters than are allowed. Shorten it to the limit that the message names.");

    private final String meaning;

    ActionErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
