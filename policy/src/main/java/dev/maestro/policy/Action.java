package dev.maestro.policy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a policy wants done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Action.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Action.Invalid.class, name = "invalid")
})
public sealed interface Action {
    /** The query is answered. {@code text} is trimmed and not empty. */
    record Answer(String text) implements Action {}

    /** Ask an expert with a skill. Names as written; the rules normalise them. */
    record Call(String expert, String skill, String input) implements Action {}

    /**
     * The text holds no action.
     *
     * @param code   stable, e.g. {@code NO_ACTION}, {@code CALL_MALFORMED}, {@code ANSWER_EMPTY}, {@code SEVERAL_CALLS}, {@code CUT_OFF}
     * @param reason what is wrong and what is valid, for the policy to read
     */
    record Invalid(String code, String reason) implements Action {}
}
